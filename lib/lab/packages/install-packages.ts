// Installs Debian packages on this machine, and waits while another package manager is at work.
import { setTimeout as sleep } from 'node:timers/promises';
import { TrueupError } from '../../model/trueup-error.js';
import type { Say } from '../settings/lab-settings.js';
import { lastLines, tryProgram, type Outcome } from '../programs/run-program.js';

const waitSeconds = 600;

/** Throws E_LAB. */
export async function installPackages(
  names: readonly string[],
  say: Say,
  run: (program: string, args: readonly string[]) => Promise<Outcome> = tryProgram,
): Promise<void> {
  const end = performance.now() + waitSeconds * 1000;
  for (const words of [['update'], ['install', '--no-install-recommends', ...names]]) {
    let told = '';
    for (;;) {
      const apt = [
        'DEBIAN_FRONTEND=noninteractive',
        'apt-get',
        '-q',
        '-y',
        '-o',
        'Dpkg::Use-Pty=0',
        ...words,
      ];
      const done = await run('env', ['LC_ALL=C', ...apt]);
      if (done.status === 0) break;
      const holder = holderOf(done.stderr);
      if (holder === undefined || performance.now() > end)
        throw new TrueupError('E_LAB', `lab: apt-get ${words[0] ?? ''} failed`, {
          output: lastLines(done.stderr || done.stdout, 20),
          hint: `Needed: ${names.join(', ')}.`,
        });
      if (holder !== told) say(`waiting for ${holder}`);
      told = holder;
      await sleep(1000);
    }
  }
}

/** Who holds the lock that apt-get(8) could not get, in its own words; undefined if it failed for another reason. */
function holderOf(stderr: string): string | undefined {
  const named = /Could not get lock (\S+)\. It is held by process (\d+) \(([^)]*)\)/.exec(stderr);
  if (named) return `${named[3] ?? ''} (process ${named[2] ?? ''}), which holds ${named[1] ?? ''}`;
  // There is no use in waiting for a lock file that can't be opened.
  if (/Could not open lock file/.test(stderr)) return undefined;
  return /Could not get lock|Unable to lock|dpkg.* lock (is|was) locked by/.test(stderr)
    ? 'another package manager'
    : undefined;
}
