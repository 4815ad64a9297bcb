// The ssh program's own log, followed while it runs: when its session began, how it ended.
import { readFileSync, statSync, watch, writeFileSync, type FSWatcher } from 'node:fs';

// A server can make the client log; a hostile one without end.
const mostBytes = 1 << 20;

/** A log that ssh writes with LogLevel DEBUG1. Calls back when the session begins, and when the log grows too large. */
export class OpensshLog {
  readonly #watcher: FSWatcher;
  #hasBegun = false;

  constructor(
    readonly path: string,
    onBegin: () => void,
    onFlood: () => void,
  ) {
    writeFileSync(path, '', { mode: 0o600 });
    this.#watcher = watch(path, { persistent: false }, () => {
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (size > mostBytes) onFlood();
      else if (!this.#hasBegun && /^debug1: Entering interactive session/m.test(this.read())) {
        this.#hasBegun = true;
        onBegin();
      }
    });
    this.#watcher.on('error', () => undefined);
  }

  read(): string {
    const size = statSync(this.path, { throwIfNoEntry: false })?.size ?? 0;
    return size > 0 && size <= 2 * mostBytes ? readFileSync(this.path, 'utf8') : '';
  }

  close(): void {
    this.#watcher.close();
  }
}

/** How the remote command ended, by a finished log; nothing where the connection ended first. ssh's own status can't tell: 255 is both. */
export function remoteEnd(log: string): 'exit' | 'signal' | undefined {
  const match = /^debug1: client_input_channel_req: channel \d+ rtype exit-(status|signal)/m.exec(log);
  if (!match) return undefined;
  return match[1] === 'status' ? 'exit' : 'signal';
}
