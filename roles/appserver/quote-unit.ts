// Values as systemd reads them in a unit file.

/** One word: C-style quotes, and no specifier (`%h`) in it. systemd.syntax(7), systemd.unit(5). */
function quoteWord(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`;
}

/** A command line; `$` would otherwise name a variable. systemd.service(5), "Command lines". */
export function quoteCommand(words: readonly string[]): string {
  return words.map((word) => quoteWord(word.replaceAll('$', '$$$$'))).join(' ');
}

/** For `Environment=`, where `$` is a character like any other. */
export function quoteVariable(name: string, value: string): string {
  return quoteWord(`${name}=${value}`);
}
