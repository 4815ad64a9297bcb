// A folder for one ssh program's files: it must allow a socket's path and running programs, unlike some TMPDIRs.
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrueupError } from '../../model/trueup-error.js';
import { temporaryFolder } from '../../temporary-folder.js';

const prefix = 'trueup-ssh-';
/** A socket's path may have 104 bytes on macOS, 108 on Linux; the names of our own files are short. */
const longest = 90;

/** A new folder in TMPDIR or, if that is unsuitable, in a usual place. Throws E_INPUT if none is suitable. */
export function privateFolder(home: string): string {
  const first = temporaryFolder(prefix);
  const trouble = troubleWith(first);
  if (trouble === undefined) return first;
  rmSync(first, { recursive: true, force: true });
  for (const place of ['/tmp', '/var/tmp', join(home, '.ssh')]) {
    let folder: string | undefined;
    try {
      folder = mkdtempSync(join(place, prefix));
      if (troubleWith(folder) === undefined) return folder;
    } catch {
      // It doesn't exist, or this user can't write to it.
    }
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
  throw new TrueupError('E_INPUT', `the temporary folder ${tmpdir()} can't be used for ssh: ${trouble}`, {
    hint: 'Set TMPDIR to a folder that has a short path and is not mounted noexec.',
  });
}

function troubleWith(folder: string): string | undefined {
  if (Buffer.byteLength(folder) > longest) return 'its path is too long for a socket';
  const program = join(folder, 'try');
  try {
    writeFileSync(program, '');
    chmodSync(program, 0o700);
    // The kernel denies it if the file system is mounted noexec.
    accessSync(program, constants.X_OK);
    return undefined;
  } catch {
    return 'programs can’t be run there (noexec)';
  } finally {
    rmSync(program, { force: true });
  }
}
