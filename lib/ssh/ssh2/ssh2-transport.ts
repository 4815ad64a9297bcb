// The transport within this process: one ssh2 connection, through any number of jump servers.
import { setMaxListeners } from 'node:events';
import type { ClientChannel } from 'ssh2';
import { slowHostHint } from '../../model/host-timeouts.js';
import type { Channel, Transport } from '../../model/transport.js';
import { TrueupError } from '../../model/trueup-error.js';
import { OpenChannels } from '../../channel/open-channels.js';
import { whenAborted } from '../../model/when-aborted.js';
import { loginTimeoutFactor } from '../link/login-timeout.js';
import type { Link } from '../link/ssh2-client.js';
import { ssh2Channel, type Ssh2Channel } from './ssh2-channel.js';
import type { Target } from '../link/target.js';

const rerun = 'Run again.';

/** A logged-in connection as the model's Transport. `release` gives back the jump server's connection, if any. */
export class Ssh2Transport implements Transport {
  readonly name = 'ssh2';
  readonly #channels = new OpenChannels<Ssh2Channel>();
  #why: string | undefined;
  #ended = false;

  constructor(
    readonly target: Target,
    readonly link: Link,
    readonly release: () => void,
  ) {
    link.client.on('error', (error) => {
      this.#why ??= lastWords(error, target);
    });
    link.client.on('close', () => {
      this.#ended = true;
      for (const channel of this.#channels) channel.connectionEnded();
      release();
    });
  }

  async open(command: string, signal: AbortSignal): Promise<Channel> {
    setMaxListeners(0, signal);
    const channel = this.#channels.add(await this.#exec(command, signal), signal);
    if (this.#ended) channel.connectionEnded();
    return channel;
  }

  #exec(command: string, signal: AbortSignal): Promise<Ssh2Channel> {
    return new Promise((resolve, reject) => {
      let over = false;
      const finish = (error: Error | undefined, channel?: ClientChannel): void => {
        clearTimeout(timer);
        listenNoMore();
        if (over) channel?.close();
        else if (error || !channel) reject(error ?? this.#lost('no channel was opened'));
        // Adds listeners at once: the exit status may be in the same packet, and is then emitted in this very turn.
        else resolve(ssh2Channel(channel, () => this.#why));
        over = true;
      };
      const listenNoMore = whenAborted(signal, () => {
        finish(signal.reason as Error);
      });
      // PAM opens its session here: a login service that doesn't answer takes half a minute.
      const seconds = this.target.connectTimeoutSeconds * loginTimeoutFactor;
      // On a half-open connection the callback below may never be called.
      const timer = setTimeout(() => {
        finish(
          this.#lost(
            `a new channel was not opened within ${Math.round(seconds * 10) / 10} s`,
            `${rerun} ${slowHostHint(this.target)}`,
          ),
        );
        this.link.stream.destroy();
      }, seconds * 1000);
      try {
        signal.throwIfAborted();
        this.link.client.exec(command, (error, channel) => {
          finish(error ? this.#lost(error.message) : undefined, channel);
        });
      } catch (error) {
        finish(signal.aborted ? (error as Error) : this.#lost((error as Error).message));
      }
    });
  }

  async close(): Promise<void> {
    for (const channel of this.#channels) channel.destroy();
    await this.link.end();
    this.release();
  }

  #lost(what: string, hint = rerun): TrueupError {
    const { host } = this.target;
    return new TrueupError('E_LOST_CONNECTION', `${host}: ${this.#why ?? what}`, {
      host,
      hint: this.#why === undefined ? hint : rerun,
    });
  }
}

function lastWords(error: Error, target: Target): string {
  if (error.message === 'Keepalive timeout')
    return `the host has not responded for ${target.keepaliveSeconds * 4} s. ${slowHostHint(target)}`;
  return `the connection broke: ${error.message}`;
}
