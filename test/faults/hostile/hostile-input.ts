// Gives hostile inputs to a process of their own, which may neither hang nor take much memory.
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { builtProgram } from '../../built-program.js';

export interface Attempt {
  readonly attack: 'template' | 'inventory' | 'bundle' | 'key file' | 'known hosts';
  readonly path: string;
  /** Of an inventory: the hosts that are asked for. */
  readonly more?: string;
}

/** Far more than it takes, for a busy machine; what hangs, hangs for good. */
const secondsAllowed = 120;
/** Node.js alone takes 150, and V8 may have 512. */
const mebibytesAllowed = 900;

/** A process that serves until it is ended, or fails: then the next attempt gets a new one. */
export class HostileChild {
  #child: ChildProcess | undefined;

  /** What is complained of, each as `CODE file:line message`. Throws if the process hangs, dies, or takes too much. */
  async complaintsAbout(attempt: Attempt): Promise<readonly string[]> {
    const child = (this.#child ??= fork(builtProgram(join(import.meta.dirname, 'hostile-child.ts')), {
      execArgv: ['--max-old-space-size=512'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }));
    const over = new AbortController();
    const late = setTimeout(() => {
      over.abort(new Error(`it hangs for ${secondsAllowed} seconds`));
    }, secondsAllowed * 1000);
    const answer = once(child, 'message', { signal: over.signal });
    const death = once(child, 'exit', { signal: over.signal }).then(([code, signal]) => {
      throw new Error(`it died: ${String(code ?? signal)}`);
    });
    child.send(attempt);
    try {
      const [{ said, mebibytes }] = (await Promise.race([answer, death])) as [
        { readonly said: readonly string[]; readonly mebibytes: number },
      ];
      assert.ok(mebibytes < mebibytesAllowed, `it took ${mebibytes} MiB`);
      return said;
    } catch (error) {
      this.end();
      throw error;
    } finally {
      for (const wait of [answer, death]) wait.catch(() => undefined);
      clearTimeout(late);
      over.abort();
    }
  }

  end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}
