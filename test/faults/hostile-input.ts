// Gives one hostile input to a process of its own, which may neither hang nor take much memory.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const child = join(import.meta.dirname, 'hostile-child.ts');
/** Time that a process needs to start, on a busy machine, comes on top. */
const secondsAllowed = 30;
const mebibytesAllowed = 900;

/** What the process complains of, each as `CODE file:line message`. Throws where it hangs, dies, or takes too much. */
export async function complaintsAbout(
  attack: string,
  path: string,
  more?: string,
): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--import',
      'tsx',
      '--max-old-space-size=512',
      child,
      attack,
      path,
      ...(more === undefined ? [] : [more]),
    ],
    { timeout: secondsAllowed * 1000, killSignal: 'SIGKILL' },
  );
  const { said, mebibytes } = JSON.parse(stdout) as { said: readonly string[]; mebibytes: number };
  assert.ok(mebibytes < mebibytesAllowed, `it took ${mebibytes} MiB`);
  return said;
}
