// Values as systemd reads them in a unit file.
import { TrueupError } from '../../lib/kit.js';

/** Quotes a word in C style, and escapes specifiers (`%h`). systemd.syntax(7), systemd.unit(5). */
function quoteWord(value: string): string {
  if (/[\u0000-\u001f\u007f]/.test(value))
    throw new TrueupError(
      'E_INPUT',
      `${JSON.stringify(value)}: a unit file cannot contain control characters`,
    );
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`;
}

/**
 * Quotes a command line, including `$`, which would otherwise start a variable. systemd.service(5), "Command lines".
 * Throws E_INPUT.
 */
export function quoteCommand(variable: string, words: readonly string[]): string {
  const [program = ''] = words;
  // Before a program, even within quotes, these change its privileges or the meaning of its failure.
  if (/^[@:+!|-]/.test(program))
    throw new TrueupError(
      'E_INPUT',
      `${variable}: ${JSON.stringify(program)} is not a valid program: systemd interprets its first character`,
    );
  if (!isProgram(program))
    throw new TrueupError(
      'E_INPUT',
      `${variable}: ${JSON.stringify(program.slice(0, 100))} is not a valid program: it must be an absolute path or a name without /, free of quotes, backslashes and $`,
    );
  return words.map((word) => quoteWord(word.replaceAll('$', '$$$$'))).join(' ');
}

/** Whether systemd accepts the word as a program. `$` is excluded, because systemd doesn't unescape `$$` there. */
function isProgram(word: string): boolean {
  if (word.length > 1000 || /['"\\$\p{Cc}]/u.test(word)) return false;
  return word.startsWith('/') ? !word.endsWith('/') : !/^$|^\.{1,2}$|\//.test(word);
}

/** Quotes an assignment for `Environment=`, where `$` is an ordinary character. */
export function quoteVariable(name: string, value: string): string {
  return quoteWord(`${name}=${value}`);
}
