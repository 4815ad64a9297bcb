// One value as one word of POSIX sh.
import { TrueupError } from '../model/trueup-error.js';

/**
 * Quotes for dash, busybox and any POSIX shell (XCU 2.2.2: nothing is special between single quotes).
 * Throws E_INPUT for NUL, which no shell word can hold.
 */
export function quote(value: string): string {
  if (value.includes('\0')) {
    throw new TrueupError(
      'E_INPUT',
      `a value contains a NUL byte, which a shell word cannot contain: ${JSON.stringify(value.slice(0, 40))}`,
    );
  }
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
