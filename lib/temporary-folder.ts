// A folder for temporary files, accessible only to the operator.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from './model/thrown-message.js';
import { TrueupError } from './model/trueup-error.js';

/** Creates a folder, which the caller removes. Throws E_INPUT if that is impossible, as on a read-only machine. */
export function temporaryFolder(prefix: string): string {
  try {
    return mkdtempSync(join(tmpdir(), prefix));
  } catch (error) {
    const why = messageOf(error);
    throw new TrueupError('E_INPUT', `no temporary folder can be created in ${tmpdir()}: ${why}`, {
      hint: 'Set TMPDIR to a writable folder, such as one on a tmpfs.',
      cause: error,
    });
  }
}
