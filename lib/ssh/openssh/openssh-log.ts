// The ssh program's own log, followed while it runs: when its session began, how it ended.
import { readFileSync, statSync, watch, writeFileSync, type FSWatcher } from 'node:fs';

// A server can make the client log, and a hostile one endlessly.
const mostBytes = 1 << 20;

const pollMilliseconds = 100;

/** What ssh waits for next: the network, an agent that may ask a person, or the server's answer to a login. */
export type LoginStep = 'network' | 'agent' | 'login';

/** Later steps come first. */
const steps: readonly (readonly [LoginStep, RegExp])[] = [
  ['agent', /^debug1: Server accepts key: .* agent$/gm],
  ['login', /^debug1: (?:SSH2_MSG_SERVICE_ACCEPT received|Authentications that can continue)/gm],
  [
    'network',
    /^debug1: (?:Connecting to|Connection established|Remote protocol version|SSH2_MSG_(?:KEXINIT|NEWKEYS) received)/gm,
  ],
];

/** Is notified of what is new in the log. */
export interface LogListener {
  onStep(step: LoginStep): void;
  /** The session began. */
  onBegin(): void;
  /** The log has grown too large. */
  onFlood(): void;
}

/** A log that ssh writes with LogLevel DEBUG1. */
export class OpensshLog {
  readonly #watcher: FSWatcher | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #seen = new Map<LoginStep, number>();
  #hasBegun = false;

  constructor(
    readonly path: string,
    readonly listener: LogListener,
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
    if (size > mostBytes) this.listener.onFlood();
    else if (!this.#hasBegun) {
      const text = this.read();
      this.#tell(text);
      if (!/^debug1: Entering interactive session/m.test(text)) return;
      this.#hasBegun = true;
      this.listener.onBegin();
    }
  }

  /** Reports only the last of several new steps. */
  #tell(text: string): void {
    const news = steps.filter(([step, line]) => {
      const count = text.match(line)?.length ?? 0;
      const isNew = count !== (this.#seen.get(step) ?? 0);
      this.#seen.set(step, count);
      return isNew;
    });
    const [last] = news;
    if (last) this.listener.onStep(last[0]);
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

/** How the remote command ended, by the finished log: status 255 is ambiguous. Undefined if the connection ended. */
export function remoteEnd(log: string): 'exit' | 'signal' | undefined {
  const match = /^debug1: client_input_channel_req: channel \d+ rtype exit-(status|signal)/m.exec(log);
  if (!match) return undefined;
  return match[1] === 'status' ? 'exit' : 'signal';
}
