// A folder for what one ssh program needs: where a socket's path fits and a program may run, which not every TMPDIR allows.
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrueupError } from '../../model/trueup-error.js';
import { temporaryFolder } from '../../temporary-folder.js';

const prefix = 'trueup-ssh-';
/** A socket's path has 104 bytes on macOS, 108 on Linux; names of this program's own are short. */
const longest = 90;

/** A new one in TMPDIR or, where that won't do, in a usual place. Throws E_INPUT if none will. */
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
      // Not there, or not for this user to write to.
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
    // The kernel denies it where the file system is mounted noexec.
    accessSync(program, constants.X_OK);
    return undefined;
  } catch {
    return 'programs can’t be run there (noexec)';
  } finally {
    rmSync(program, { force: true });
  }
}
