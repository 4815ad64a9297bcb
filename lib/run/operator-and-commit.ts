// Who runs what, from which commit: recorded on each host that is changed.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { folderOf } from '../inventory/read/inventory-files.js';
import type { RunMark } from '../model/record.js';
import { operatorName } from '../operator.js';
import { nameRun } from '../undo/history/record-paths.js';
import { version } from '../package-root.js';

const runProgram = promisify(execFile);

/** Milliseconds that git may take: a slow disk must not delay the run. */
const gitTimeout = 5000;
/** Bytes: a line for each file that differs. */
const mostChanges = 64 * 1024 * 1024;

/** Given for runs that change hosts. */
export interface Changes {
  readonly command: RunMark['command'];
  /** What was asked for, for the record. */
  readonly words: string;
}

/** Marks the run that begins now. `inventories` are those that it is of: the first that is in git names the commit. */
export async function markRun(
  { command, words }: Changes,
  inventories: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  now = new Date(),
): Promise<RunMark> {
  const states = await Promise.all(inventories.map((one) => stateOf(one, env)));
  const commit = states.find((state) => state.commit !== undefined)?.commit;
  const dirty = states.some((state) => state.dirty);
  return {
    run: nameRun(now, randomBytes(2).toString('hex')),
    command,
    at: now.toISOString(),
    by: `${operatorName()} (process ${process.pid})`,
    version: version(),
    ...(commit !== undefined && { commit, dirty }),
    ...(words !== '' && { words }),
  };
}

/**
 * The commit that its folder is at, and whether files differ from it; none if it isn't in git, or git isn't here.
 */
async function stateOf(
  inventory: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly commit?: string; readonly dirty: boolean }> {
  try {
    // git-status(1), "Porcelain Format Version 2": headers begin with `#`, what follows is a change.
    const words = ['-C', folderOf(inventory), 'status', '--porcelain=v2', '--branch'];
    const { stdout } = await runProgram('git', words, { env, timeout: gitTimeout, maxBuffer: mostChanges });
    const commit = /^# branch\.oid ([0-9a-f]+)$/m.exec(stdout)?.[1];
    return { ...(commit !== undefined && { commit }), dirty: /^[^#]/m.test(stdout) };
  } catch {
    return { dirty: false };
  }
}
