// What happens to a run whose output can't be written.
import { writeSync } from 'node:fs';

/** The exit code, as for any other failure. */
const failed = 1;

/**
 * A reader that has seen enough (`| head`) or a closed terminal is not a failure. Output that is lost (a full disk) is
 * one: it is reported on stderr, and the exit code is not 0. In any case, the work on the hosts ends normally.
 */
export function watchStandardOutput(): void {
  let lost: NodeJS.ErrnoException | undefined;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && !process.stdout.isTTY) lost ??= error;
  });
  process.stderr.on('error', () => undefined);
  process.once('exit', (code) => {
    if (!lost) return;
    if (code === 0) process.exitCode = failed;
    try {
      writeSync(process.stderr.fd, `could not write to stdout; output was lost: ${lost.message}\n`);
    } catch {
      // stderr can't be written, either.
    }
  });
}
