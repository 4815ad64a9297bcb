// Who runs what, from which commit: what each host that is changed writes down.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { promisify } from 'node:util';
import type { RunMark } from '../lib/model/record.js';
import { nameRun } from '../lib/record/record-paths.js';
import { version } from './package-root.js';

const runProgram = promisify(execFile);

/** Milliseconds that git may take; a folder on a slow disk is no reason to wait. */
const gitPatience = 5000;

/** Marks the run that begins now. `folder` is the inventory's. */
export async function markRun(
  command: RunMark['command'],
  words: string,
  folder: string,
  now = new Date(),
): Promise<RunMark> {
  const commit = await git(folder, 'rev-parse', 'HEAD');
  const status = commit === undefined ? undefined : await git(folder, 'status', '--porcelain');
  return {
    run: nameRun(now, randomBytes(2).toString('hex')),
    command,
    at: now.toISOString(),
    by: `${userInfo().username}@${hostname()} (process ${process.pid})`,
    version: version(),
    ...(commit !== undefined && { commit, dirty: status !== '' }),
    ...(words !== '' && { words }),
  };
}

/** What git says of the folder; undefined where it isn't in git, or git isn't here. */
async function git(folder: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await runProgram('git', ['-C', folder, ...args], { timeout: gitPatience });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
