// The lines in the log of the ssh program that are meant for users.

/** Its lines without those that are meant for developers. */
export function plainLines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(
      (line) =>
        line !== '' && !/^debug\d:|^OpenSSH_|^@|^Authenticated to|^Transferred:|^Bytes per second/.test(line),
    );
}
