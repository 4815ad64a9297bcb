// The transport through the system's OpenSSH client: certificates, hardware keys, Kerberos, post-quantum key exchange.
import { setMaxListeners } from 'node:events';
import { chmodSync, copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../../model/fleet.js';
import type { Secret } from '../../model/secret.js';
import type { Channel, Transport } from '../../model/transport.js';
import { temporaryFolder } from '../../temporary-folder.js';
import { attemptListener } from '../link/attempt-listener.js';
import { askOnce, askPassphraseOf } from '../credentials/ask-once.js';
import { startAskpass, type Askpass } from '../credentials/askpass.js';
import { limited } from '../link/connect-limit.js';
import type { ConnectOptions } from '../link/connect-options.js';
import { loadKeyFile } from '../credentials/key-file.js';
import { sshEnvironment } from '../config/ssh-environment.js';
import { opensshArguments, opensshConfig } from '../config/openssh-settings.js';
import { startOpenssh } from './openssh-process.js';
import { GaveUp, retrying } from '../link/retry.js';
import type { Target } from '../link/target.js';
import { unreachedError } from '../link/unreached.js';

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
    await this.#askFirst();
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

  /** Before any connection: a person who types a passphrase must not run into a time-out. */
  async #askFirst(): Promise<void> {
    const { keysNamed, keyFiles } = this.target;
    if (!keysNamed || this.target.agentSocket !== undefined) return;
    for (const path of keyFiles)
      if (existsSync(path) && loadKeyFile(path).encrypted) await askPassphraseOf(path, this.options);
  }

  async #start(command: string, signal: AbortSignal): Promise<Channel> {
    const folder = temporaryFolder('trueup-ssh-');
    let askpass: Askpass | undefined;
    const clear = (): void => {
      askpass?.close();
      rmSync(folder, { recursive: true, force: true });
    };
    try {
      const { target, connection, options } = this;
      const asks = target.password !== undefined || options.askPassphrase !== undefined;
      if (asks) askpass = await startAskpass(folder, (prompt) => this.#answer(prompt));
      const files = { config: join(folder, 'config'), log: join(folder, 'log') };
      const theirs = connection.configFile === undefined ? target.configFiles : copied(folder, target);
      writeFileSync(files.config, opensshConfig(target, connection, options, theirs), { mode: 0o600 });
      const args = [...opensshArguments(target, connection, files, asks), command];
      const channel = await startOpenssh(target, args, this.#environment(askpass), files.log, signal);
      void channel.closed.then(clear);
      return channel;
    } catch (error) {
      clear();
      throw error;
    }
  }

  #environment(askpass: Askpass | undefined): Readonly<Record<string, string>> {
    const { agentSocket } = this.target;
    const environment = sshEnvironment({ ...this.options, ...(agentSocket && { agentSocket }) });
    if (!askpass) return environment;
    return {
      ...environment,
      SSH_ASKPASS: askpass.program,
      SSH_ASKPASS_REQUIRE: 'force',
      DISPLAY: environment.DISPLAY ?? ':',
    };
  }

  /** What ssh asks: a passphrase, a PIN, the password of this very host. Everything else is declined. */
  async #answer(prompt: string): Promise<Secret | undefined> {
    const { target, options } = this;
    const file = /passphrase for key '(.+)'/i.exec(prompt)?.[1];
    if (file !== undefined) return askPassphraseOf(file, options);
    if (/\bPIN\b/.test(prompt)) return askOnce(prompt.trim(), options);
    if (/confirm user presence/i.test(prompt)) options.onNotice?.(`${target.host}: ${prompt.trim()}`);
    // A server on the way must not be told the password of the one behind it.
    const names = [target.address, target.alias, target.knownAs].map((name) => `${target.user}@${name}`);
    const isOurs = names.some((name) => prompt.includes(name));
    return isOurs && /password/i.test(prompt) ? target.password : undefined;
  }
}

/** A file that somebody named may be anybody's to write, as after git clone; ssh is as lenient with -F, but not with Include. */
function copied(folder: string, { configFiles }: Target): readonly string[] {
  return configFiles.map((file, index) => {
    const copy = join(folder, `config-${index}`);
    copyFileSync(file, copy);
    chmodSync(copy, 0o600);
    return copy;
  });
}
