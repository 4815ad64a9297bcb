// The ssh program's own log, followed while it runs: when its session began, how it ended.
import { readFileSync, statSync, watch, writeFileSync, type FSWatcher } from 'node:fs';

// A server can make the client log; a hostile one without end.
const mostBytes = 1 << 20;

const pollMilliseconds = 100;

/** A log that ssh writes with LogLevel DEBUG1. Calls back when the login and the session begin, and when the log grows too large. */
export class OpensshLog {
  readonly #watcher: FSWatcher | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  #hasLogin = false;
  #hasBegun = false;

  constructor(
    readonly path: string,
    readonly onLogin: () => void,
    readonly onBegin: () => void,
    readonly onFlood: () => void,
  ) {
    writeFileSync(path, '', { mode: 0o600 });
    const look = (): void => {
      this.#look();
    };
    try {
      this.#watcher = watch(path, { persistent: false }, look);
      this.#watcher.on('error', () => undefined);
    } catch {
      // The machine has no inotify watch left.
      this.#timer = setInterval(look, pollMilliseconds);
    }
  }

  #look(): void {
    const size = statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > mostBytes) this.onFlood();
    else if (!this.#hasBegun) {
      const text = this.read();
      if (!this.#hasLogin && /^debug1: SSH2_MSG_SERVICE_ACCEPT received/m.test(text)) {
        this.#hasLogin = true;
        this.onLogin();
      }
      if (!/^debug1: Entering interactive session/m.test(text)) return;
      this.#hasBegun = true;
      this.onBegin();
    }
  }

  read(): string {
    const size = statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
    return size > 0 && size <= 2 * mostBytes ? readFileSync(this.path, 'utf8') : '';
  }

  close(): void {
    this.#watcher?.close();
    clearInterval(this.#timer);
  }
}

/** How the remote command ended, by a finished log; nothing where the connection ended first. ssh's own status can't tell: 255 is both. */
export function remoteEnd(log: string): 'exit' | 'signal' | undefined {
  const match = /^debug1: client_input_channel_req: channel \d+ rtype exit-(status|signal)/m.exec(log);
  if (!match) return undefined;
  return match[1] === 'status' ? 'exit' : 'signal';
}
