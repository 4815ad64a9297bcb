// One shell on one host, kept for the whole run: scripts go in, framed answers come back.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, Host } from '../model/fleet.js';
import { paceOf, shellTimeoutOf } from '../model/host-timeouts.js';
import type { Answer, Blob, Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import type { Channel, Transport } from '../model/transport.js';
import { whenAborted } from '../model/when-aborted.js';
import { encodeBatch } from './batch.js';
import { FrameReader, NoFrame, type Frame } from './frame-reader.js';
import { explainEnd, explainNoFrame, explainSilence, explainStop } from './explain-shell-end.js';
import { remoteBootstrap } from './remote-bootstrap.js';
import { afterLastWords } from './end-after-output.js';
import { openChannel } from './start-remote-shell.js';
import { lockedError, type LockRequest } from './host-lock.js';
import { LockWait } from './wait-for-host-lock.js';
import type { RunOptions } from './batch-options.js';
import { RunningBatch } from './running-batch.js';
import { shellCommand } from './remote-shell-command.js';
import { inPieces, secondsToSend, Uplink } from './send-to-shell.js';
import { supervisor } from './supervisor.js';

const farewellMilliseconds = 200;

export class Session {
  readonly #reader: FrameReader;
  #batch: RunningBatch | undefined;
  #fail: ((error: Error) => void) | undefined;
  #failure: Error | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stderr = '';
  /** Whether changes were sent. */
  #changing = false;
  #greeted = false;
  #farewell: Promise<void> | undefined;
  #lockWait: LockWait | undefined;
  readonly #uplink: Uplink;
  private readonly host: string;
  readonly #connection: Connection;

  private constructor(
    { name, connection }: Host,
    private readonly transport: Transport,
    private readonly channel: Channel,
    nonce: string,
  ) {
    this.host = name;
    this.#connection = connection;
    this.#uplink = new Uplink(channel.stdin);
    this.#reader = new FrameReader(nonce, (frame) => {
      this.#take(frame);
    });
    channel.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString('utf8')).slice(-8192);
    });
    channel.stdin.on('error', () => undefined); // `closed` reports it too, with the reason
    channel.stdout.on('data', (chunk: Buffer) => {
      this.#feed(chunk);
    });
    // `answerSudo` may have paused it, and adding a listener doesn't resume it.
    channel.stdout.resume();
    void afterLastWords(channel).then((end) => {
      const said = { stderr: this.#stderr, preamble: this.#reader.preamble, changing: this.#changing };
      this.#over(explainEnd(this.host, end, said));
    });
  }

  /**
   * Starts the shell, through sudo if the connection requires it, and takes the host lock if requested. It doesn't wait
   * for the shell to answer: a refusal (E_SUDO, E_LOCKED) surfaces in the first `run`.
   */
  static async open(
    host: Host,
    transport: Transport,
    options: {
      readonly lock?: LockRequest;
      /** Called with who holds the lock that is waited for, and again if the holder changes. */
      readonly onWaiting?: (why: string) => void;
      readonly signal: AbortSignal;
    },
  ): Promise<Session> {
    const nonce = randomBytes(16).toString('hex');
    const text = supervisor(remoteBootstrap(nonce, paceOf(host.connection), options.lock));
    const command = shellCommand(host.name, host.connection, nonce, Buffer.byteLength(text));
    const channel = await openChannel(
      host,
      transport,
      command,
      shellTimeoutOf(host.connection),
      options.signal,
    );
    channel.stdin.write(text);
    const session = new Session(host, transport, channel, nonce);
    const waitSeconds = shellTimeoutOf(host.connection) + (options.lock?.waitSeconds ?? 0);
    session.#lockWait = new LockWait(host.name, Date.now() + waitSeconds * 1000, options.onWaiting);
    return session;
  }

  /**
   * Runs the scripts in order. Returns fewer answers than scripts only with `onFailure: 'stop'`, or after `stop`.
   * Throws E_LOST_CONNECTION, E_LOCKED, E_SUDO, E_PROTOCOL, E_TIMEOUT (naming no resource: the caller knows `index`),
   * E_INTERRUPTED. After a throw the session can no longer be used.
   */
  async run(scripts: readonly Script[], options: RunOptions): Promise<readonly Answer[]> {
    if (this.#batch) throw new TrueupError('E_INTERNAL', `${this.host}: another batch is already running`);
    if (this.#failure) throw this.#failure;
    if (scripts.length === 0) return [];
    this.#changing ||= options.secondsAlone !== undefined;
    const listenNoMore = whenAborted(options.signal, () => {
      this.#end(explainStop(this.host, options.secondsAlone !== undefined));
    });
    try {
      return await new Promise<readonly Answer[]>((resolve, reject) => {
        this.#fail = reject;
        this.#batch = new RunningBatch(scripts, options, {
          watch: (seconds) => {
            this.#watch(seconds * paceOf(this.#connection));
          },
          send: (blob, bytes) => void this.#send(blob, bytes),
          end: resolve,
        });
        this.#watch(shellTimeoutOf(this.#connection) + secondsToSend(scripts));
        this.#uplink.allow((options.secondsAlone ?? 0) * paceOf(this.#connection));
        this.#uplink.send(encodeBatch(scripts, options.onFailure, options.nameOf));
      });
    } finally {
      listenNoMore();
      this.#batch = undefined;
      this.#fail = undefined;
      clearTimeout(this.#timer);
    }
  }

  /** Lets the running snippet end, and none begin after it. `run` then returns the answers so far. */
  stop(): void {
    this.#uplink.finish();
  }

  /** Ends the shell and the connection. */
  async close(): Promise<void> {
    await this.#farewell;
    this.#uplink.close();
    await this.transport.close();
  }

  #feed(chunk: Buffer): void {
    try {
      this.#reader.feed(chunk);
    } catch (error) {
      this.#end(explainNoFrame(this.host, error));
    }
  }

  /** Throws NoFrame for a frame that an honest shell would not send now. */
  #take(frame: Frame): void {
    if (this.#failure) return;
    if (frame.kind === 'hello') {
      if (this.#greeted) throw new NoFrame('a second greeting arrived', '');
      if (frame.lock === 'waiting') {
        this.#lockWait?.take(frame.owner);
        // The host reports every few seconds while it waits.
        if (this.#batch) this.#watch(30 * paceOf(this.#connection));
        return;
      }
      this.#greeted = true;
      if (frame.lock === 'taken') this.#end(lockedError(this.host, frame.owner));
      return;
    }
    const batch = this.#batch;
    if (!batch || !this.#greeted) throw new NoFrame('an unsolicited answer arrived', '');
    batch.take(frame);
  }

  async #send(blob: Blob | undefined, bytes: number): Promise<void> {
    if (blob?.size !== bytes) {
      this.#end(
        new TrueupError('E_PROTOCOL', `${this.host} requested bytes that were not offered`, {
          host: this.host,
        }),
      );
      return;
    }
    for await (const piece of inPieces(blob.open())) {
      if (this.#failure) return;
      if (!this.#uplink.send(piece)) {
        await Promise.race([
          new Promise((resolve) => this.channel.stdin.once('drain', resolve)),
          this.channel.closed,
        ]);
      }
    }
  }

  #watch(seconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const said = this.#reader.preamble;
      this.#end(explainSilence(this.host, seconds, this.#stderr, said, this.#connection));
    }, seconds * 1000);
  }

  /** Fails the session, and asks the shell to end in case it still listens. */
  #end(error: Error): void {
    if (this.#failure) return;
    // That request must be on its way before the channel is destroyed.
    this.#uplink.end();
    this.#farewell = sleep(farewellMilliseconds).then(() => {
      this.channel.destroy();
    });
    this.#over(error);
  }

  #over(error: Error): void {
    if (this.#failure) return;
    this.#failure = error;
    clearTimeout(this.#timer);
    this.#fail?.(error);
  }
}
