// One running ssh program as the model's Channel, from its start to the first sign of a session.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Channel } from '../../model/transport.js';
import { TrueupError } from '../../model/trueup-error.js';
import { whenAborted } from '../../model/when-aborted.js';
import { relayed } from '../../channel/relayed-process.js';
import type { KeyNotes } from '../credentials/openssh-key-problems.js';
import { withDeadline } from '../link/deadline.js';
import { opensshFailure } from '../config/explain-openssh-failure.js';
import { plainLines } from '../config/openssh-messages.js';
import { greetingSecondsOf } from '../link/login-timeout.js';
import type { LoginTimes } from './openssh-login-timeout.js';
import { OpensshLog, remoteEnd } from './openssh-log.js';
import type { Target } from '../link/target.js';
import type { Unreached } from '../link/unreachable-error.js';

const mostWords = 8192;

/** How ssh is started, and what belongs to that start. */
export interface Start {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logPath: string;
  readonly times: LoginTimes;
  readonly keys: KeyNotes;
}

/** Starts ssh and waits for its session. Throws Unreached, E_AUTH, E_HOST_KEY, or E_CONNECT if there is no ssh. */
export function startOpenssh(target: Target, start: Start, signal: AbortSignal): Promise<Channel> {
  const { times } = start;
  const late = (): Unreached => times.late();
  return withDeadline(greetingSecondsOf(target), signal, late, (deadline, clock) => {
    times.begin(clock);
    return new Promise<Channel>((resolve, reject) => {
      const session = new Session(target, start, () => {
        listenNoMore();
        resolve(session.channel);
      });
      const listenNoMore = whenAborted(deadline, () => {
        session.kill();
        reject(deadline.reason as Error);
      });
      session.failed.then((error) => {
        listenNoMore();
        reject(error);
      }, reject);
    });
  });
}

class Session {
  readonly child: ChildProcessWithoutNullStreams;
  readonly channel: Channel;
  /** Settles if ssh ends before its session begins. */
  readonly failed: Promise<Error>;
  #words = '';
  #flooded = false;

  constructor(
    readonly target: Target,
    { args, env, logPath, times, keys }: Start,
    onBegin: () => void,
  ) {
    let hasBegun = false;
    const log = new OpensshLog(logPath, {
      onStep: (step) => {
        times.reached(step);
      },
      onBegin: () => {
        hasBegun = true;
        onBegin();
      },
      onFlood: () => {
        this.#flooded = true;
        this.kill();
      },
    });
    // After the log: to empty it later would lose the output of a quick ssh. In its own process group, so that
    // trueup decides what Ctrl-C does, and there is no terminal to prompt on.
    const child = spawn('ssh', args, { env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child = child;
    child.stderr.on('data', (chunk: Buffer) => {
      this.#words = (this.#words + chunk.toString('utf8')).slice(-mostWords);
    });
    const { channel, end, destroy } = relayed(child, () => this.#lastWords(log.read()));
    this.channel = {
      ...channel,
      destroy: () => {
        destroy();
        this.kill();
      },
    };
    this.failed = new Promise((resolve) => {
      child.on('error', (error: NodeJS.ErrnoException) => {
        log.close();
        end.over();
        resolve(noProgram(target, error));
      });
      child.on('exit', (code, signal) => {
        const text = log.read();
        log.close();
        const how = remoteEnd(text);
        if (how === 'exit') end.exited({ status: code ?? 255 });
        else if (how === 'signal')
          end.exited({ status: 255, why: 'the remote command was killed by a signal' });
        // A fast command may end before the beginning of its session is noticed.
        if (how && !hasBegun) onBegin();
        else if (!hasBegun) {
          const fail = (): void => {
            const ending = signal ?? `status ${code ?? 255}`;
            resolve(opensshFailure(target, text, this.#words, ending, keys));
          };
          // What a server on the way said may still be in the pipe, which the process for that server may hold open.
          child.stderr.resume();
          child.stdout.resume();
          const timer = setTimeout(fail, 500);
          child.once('close', () => {
            clearTimeout(timer);
            fail();
          });
        }
      });
      child.on('close', () => {
        end.over();
      });
    });
  }

  /** Ends ssh and what it started (ProxyCommand, jumps). */
  kill(): void {
    const { pid, exitCode, signalCode } = this.child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      this.child.kill('SIGKILL');
    }
  }

  #lastWords(log: string): string | undefined {
    if (this.#flooded) return "trueup closed the connection because the server flooded ssh's debug log";
    const last = plainLines(`${log}\n${this.#words}`).findLast((line) =>
      /connection|disconnect|timeout|broken/i.test(line),
    );
    return last === undefined ? undefined : `the connection broke: ${last}`;
  }
}

function noProgram({ host }: Target, error: NodeJS.ErrnoException): TrueupError {
  const what = error.code === 'ENOENT' ? 'the ssh program is not installed here' : error.message;
  const hint = 'Install the OpenSSH client, or set ansible_connection: ssh2 if that works for the host.';
  return new TrueupError('E_CONNECT', `${host}: ${what}`, { host, hint, cause: error });
}
