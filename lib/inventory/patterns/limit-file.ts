// Reads patterns from a file, one per line, as for `@file` in a pattern.
import { readRegularText } from '../../bounds/read-bounded-file.js';
import { TrueupError } from '../../model/trueup-error.js';
import { reasonOf } from '../../model/file-error-reason.js';

/** The file's lines, without blank ones and comments. Throws E_INPUT if it can't be read. */
export function limitFile(path: string): readonly string[] {
  try {
    return readRegularText(path)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
  } catch (cause) {
    throw new TrueupError('E_INPUT', `@${path}: ${reasonOf(cause)}`, {
      cause,
      hint: 'Write @ followed by the path of a file with one host or pattern per line.',
    });
  }
}
