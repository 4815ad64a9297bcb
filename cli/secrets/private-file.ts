// A file that only its owner can read, in memory if the machine has such a folder, and that is removed in any case.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { temporaryFolder } from '../../lib/temporary-folder.js';

const ends = ['SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `work` on a private file that contains the text. `name` lets an editor recognize its type; `told` is aborted if
 * trueup is told to end meanwhile. Throws what `work` throws, or E_INTERRUPTED if `work` ignored that.
 */
export async function withPrivateFile<Result>(
  name: string,
  text: string,
  work: (path: string, read: () => string, told: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const told = new AbortController();
  const end = (): void => {
    told.abort(
      new TrueupError('E_INTERRUPTED', 'interrupted while the file was being edited; nothing was changed'),
    );
  };
  // Before the file exists: an unhandled signal ends the process and leaves the file behind.
  for (const signal of ends) process.on(signal, end);
  const folder = privateFolder();
  const remove = (): void => {
    // The whole folder, because editors leave swap files and backups next to the file.
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  try {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
    const result = await work(path, () => readFileSync(path, 'utf8'), told.signal);
    told.signal.throwIfAborted();
    return result;
  } finally {
    remove();
    process.off('exit', remove);
    for (const signal of ends) process.off(signal, end);
  }
}

function privateFolder(): string {
  const candidates = [process.env.XDG_RUNTIME_DIR, '/dev/shm'].filter(
    (one) => one !== undefined && one !== '',
  );
  for (const candidate of candidates) {
    try {
      return mkdtempSync(join(candidate as string, 'trueup-secrets-'));
    } catch {
      // It doesn't exist or isn't ours, so the next one is tried.
    }
  }
  return temporaryFolder('trueup-secrets-');
}
