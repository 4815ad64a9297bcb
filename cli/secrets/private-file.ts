// A file that only its owner reads, in memory where the machine has such a folder, and gone however it ends.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Works with a text in a private file. `name` is what an editor takes its colours from. */
export async function withPrivateFile<Result>(
  name: string,
  text: string,
  work: (path: string, read: () => string) => Promise<Result>,
): Promise<Result> {
  const folder = privateFolder();
  const remove = (): void => {
    // The whole folder: editors leave swap files and backups beside the file.
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  try {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
    return await work(path, () => readFileSync(path, 'utf8'));
  } finally {
    remove();
    process.off('exit', remove);
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
  return mkdtempSync(join(tmpdir(), 'trueup-secrets-'));
}
