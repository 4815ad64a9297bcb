// A file that only its owner reads, in memory where the machine has such a folder, and gone however it ends.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { temporaryFolder } from '../../lib/temporary-folder.js';

const ends = ['SIGTERM', 'SIGHUP'] as const;

/**
 * Works with a text in a private file. `name` is what an editor takes its colours from; `told` is aborted when trueup is
 * told to end meanwhile. Throws what `work` throws, and E_INTERRUPTED if it didn't heed that.
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
    // The whole folder: editors leave swap files and backups beside the file.
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
      // Not there, or not ours: the next.
    }
  }
  return temporaryFolder('trueup-secrets-');
}
