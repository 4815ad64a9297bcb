// One lab command at a time: a lock that the kernel releases, however its holder ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import { TrueupError } from '../model/trueup-error.js';
import type { LabSettings } from './lab-settings.js';

/** flock(1)'s answer when somebody else has the lock. */
const held = 75;

/** Does the work while it holds the lab's lock; throws E_LOCKED where another command has it. */
export async function withLabLock<T>(lab: LabSettings, work: () => Promise<T>): Promise<T> {
  for (;;) {
    await mkdir(lab.stateFolder, { recursive: true, mode: 0o755 });
    // Node has no flock(2). `cat` ends as soon as this process does, and the lock with it.
    const holder = spawn(
      'flock',
      ['--nonblock', `--conflict-exit-code=${held}`, lab.stateFolder, 'sh', '-c', 'echo; exec cat'],
      { stdio: ['pipe', 'pipe', 'ignore'], detached: true },
    );
    const ended = once(holder, 'close') as Promise<[number | null]>;
    const got = await Promise.race([once(holder.stdout, 'data').then(() => 'lock' as const), ended]);
    if (got !== 'lock') throw refusal(got[0]);
    try {
      // Whoever had the lock may have removed the folder since: then this lock is on nothing.
      if (await stillThere(lab.stateFolder, holder.pid)) return await work();
    } finally {
      holder.stdin.end();
      await ended;
    }
  }
}

function refusal(status: number | null): TrueupError {
  if (status === held)
    return new TrueupError('E_LOCKED', 'lab: another lab command is at work', {
      hint: 'Wait until it is done, then try again.',
    });
  return new TrueupError('E_LAB', `lab: flock failed with status ${String(status)}`, {
    hint: 'Install util-linux, which has flock, and run as root: the lab changes things as root only.',
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
