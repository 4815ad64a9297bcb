// The transport through the system's OpenSSH client: certificates, hardware keys, Kerberos, post-quantum key exchange.
import { setMaxListeners } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../../model/fleet.js';
import type { Channel, Transport } from '../../model/transport.js';
import { privateFolder } from './private-folder.js';
import { attemptListener } from '../link/attempt-listener.js';
import { startAskpass, type Askpass } from '../credentials/askpass.js';
import { limited } from '../link/connect-limit.js';
import type { ConnectOptions } from '../link/connect-options.js';
import { answerOpenssh } from '../credentials/openssh-answers.js';
import { opensshArguments, opensshConfig } from '../config/openssh-settings.js';
import { LoginTimes } from './login-times.js';
import { startOpenssh } from './openssh-process.js';
import { GaveUp, retrying } from '../link/retry.js';
import type { Target } from '../link/target.js';
import { unreachedError } from '../link/unreached.js';

// lib reads no environment; a ProxyCommand must find its programs.
const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Connects anew for each channel; host key and login are proved when the channel opens. */
export class OpensshTransport implements Transport {
  readonly name = 'openssh';
  readonly #channels = new Set<Channel>();

  constructor(
    readonly target: Target,
    readonly connection: Connection,
    readonly options: ConnectOptions,
  ) {}

  async open(command: string, signal: AbortSignal): Promise<Channel> {
    setMaxListeners(0, signal);
    const { target, options } = this;
    const listener = attemptListener(target.host, target.address, options);
    try {
      const channel = await retrying(
        () => limited(target.hops[0] ?? target, () => this.#start(command, signal)),
        listener,
        signal,
      );
      this.#channels.add(channel);
      return channel;
    } catch (error) {
      if (error instanceof GaveUp) throw unreachedError(target.host, error.failure, error.attempts);
      throw error;
    }
  }

  async close(): Promise<void> {
    for (const channel of this.#channels) channel.destroy();
    await Promise.all([...this.#channels].map((channel) => channel.closed));
  }

  async #start(command: string, signal: AbortSignal): Promise<Channel> {
    const folder = privateFolder(this.options.home);
    let askpass: Askpass | undefined;
    const clear = (): void => {
      askpass?.close();
      rmSync(folder, { recursive: true, force: true });
    };
    try {
      const { target, connection, options } = this;
      const asks = target.password !== undefined || options.askPassphrase !== undefined;
      const times = new LoginTimes();
      if (asks)
        askpass = await startAskpass(folder, (prompt) =>
          times.paused(() => answerOpenssh(target, options, prompt)),
        );
      const files = { config: join(folder, 'config'), log: join(folder, 'log') };
      writeFileSync(files.config, opensshConfig(target, connection, options), { mode: 0o600 });
      const args = [...opensshArguments(target, connection, files, asks), command];
      const channel = await startOpenssh(target, args, this.#environment(askpass), files.log, times, signal);
      void channel.closed.then(clear);
      return channel;
    } catch (error) {
      clear();
      throw error;
    }
  }

  #environment(askpass: Askpass | undefined): Readonly<Record<string, string>> {
    const { agentSocket } = this.target;
    return {
      PATH: path,
      HOME: this.options.home,
      LC_ALL: 'C',
      ...(agentSocket === undefined ? {} : { SSH_AUTH_SOCK: agentSocket }),
      ...(askpass ? { SSH_ASKPASS: askpass.program, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':' } : {}),
    };
  }
}
