// A lock on a folder that the kernel releases, however its holder ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import { TrueupError } from '../../model/trueup-error.js';
import { couldNotLook } from './missing-or-unreadable.js';

/** flock(1)'s exit status if another process has the lock. */
const held = 75;

/**
 * Creates the folder, and does the work while it holds its lock. The work may remove the folder. If another process
 * holds the lock, it waits, or throws the given error.
 */
export async function withFolderLock<T>(
  folder: string,
  ifHeld: 'wait' | TrueupError,
  work: () => Promise<T>,
): Promise<T> {
  for (;;) {
    await mkdir(folder, { recursive: true, mode: 0o755 });
    // Node has no flock(2). `cat` ends as soon as this process does, and the lock with it.
    const holder = spawn(
      'flock',
      [
        ...(ifHeld === 'wait' ? [] : ['--nonblock', `--conflict-exit-code=${held}`]),
        ...[folder, 'sh', '-c', 'echo; exec cat'],
      ],
      { stdio: ['pipe', 'pipe', 'ignore'], detached: true },
    );
    await once(holder, 'spawn').catch((error: unknown) => {
      throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? failure(127) : couldNotLook(folder, error);
    });
    const ended = once(holder, 'close') as Promise<[number | null]>;
    const got = await Promise.race([once(holder.stdout, 'data').then(() => 'lock' as const), ended]);
    if (got !== 'lock') throw ifHeld !== 'wait' && got[0] === held ? ifHeld : failure(got[0]);
    try {
      // The previous holder may have removed the folder: then this lock is on a folder that is gone.
      if (await stillThere(folder, holder.pid)) return await work();
    } finally {
      holder.stdin.end();
      await ended;
    }
  }
}

function failure(status: number | null): TrueupError {
  return new TrueupError('E_LAB', `lab: flock failed with status ${String(status)}`, {
    hint: 'Install util-linux, which provides flock, and run as root: only root can change the lab.',
  });
}

async function stillThere(folder: string, pid: number | undefined): Promise<boolean> {
  try {
    const now = await stat(folder);
    for (const descriptor of [3, 4, 5]) {
      const its = await stat(`/proc/${String(pid)}/fd/${descriptor}`).catch(() => undefined);
      if (its?.ino === now.ino && its.dev === now.dev) return true;
    }
    return false;
  } catch {
    return false;
  }
}
