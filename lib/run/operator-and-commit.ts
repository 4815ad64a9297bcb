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
/** Maximum size of git's output, in bytes: one line for each changed file. */
const mostChanges = 64 * 1024 * 1024;

/** Describes a run that changes hosts. */
export interface Changes {
  readonly command: RunMark['command'];
  /** The options of the run, for the record. */
  readonly words: string;
}

/** Creates the mark of a run that starts now. The commit is that of the first of the `inventories` that is in git. */
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
 * The commit of the inventory's folder, and whether files differ from it; no commit if there is no repository or git.
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
