// The transport through the system's OpenSSH client: certificates, hardware keys, Kerberos, post-quantum key exchange.
import { setMaxListeners } from 'node:events';
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../../model/fleet.js';
import type { Channel, Transport } from '../../model/transport.js';
import { OpenChannels } from '../../channel/open-channels.js';
import { privateFolder } from './private-folder.js';
import { attemptListener } from '../link/report-attempts.js';
import { startAskpass, type Askpass } from '../credentials/askpass.js';
import { limited } from '../link/limit-logins.js';
import type { ConnectOptions } from '../link/connect-options.js';
import { answerOpenssh } from '../credentials/answer-openssh-prompts.js';
import { silentAgent } from '../credentials/explain-agent-failure.js';
import type { KeyNotes } from '../credentials/openssh-key-problems.js';
import { sshEnvironment } from '../config/ssh-environment.js';
import { opensshArguments, opensshConfig } from '../config/openssh-arguments.js';
import { LoginTimes } from './openssh-login-timeout.js';
import { startOpenssh } from './openssh-process.js';
import { GaveUp, retrying } from '../link/retry-connection.js';
import type { Target } from '../link/target.js';
import { unreachedError } from '../link/unreachable-error.js';

/** Connects again for each channel; host key and login are verified when the channel opens. */
export class OpensshTransport implements Transport {
  readonly name = 'openssh';
  readonly #channels = new OpenChannels();

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
      return this.#channels.add(channel, signal);
    } catch (error) {
      if (error instanceof GaveUp) throw unreachedError(target.host, error.failure, error.attempts);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#channels.destroy();
  }

  async #start(command: string, signal: AbortSignal): Promise<Channel> {
    const folder = privateFolder(this.options.home);
    let askpass: Askpass | undefined;
    const clear = (): void => {
      askpass?.close();
      rmSync(folder, { recursive: true, force: true });
    };
    try {
      const { connection, options } = this;
      const silent = this.target.agentSocket && (await silentAgent(this.target.agentSocket, signal));
      const target = silent ? withoutAgent(this.target) : this.target;
      const asks = target.password !== undefined || options.askPassphrase !== undefined;
      const files = { config: join(folder, 'config'), log: join(folder, 'log') };
      const times = new LoginTimes(target);
      const keys: KeyNotes = { passphrases: new Map(), troubles: silent ? [silent] : [] };
      const logged = (): string => readFileSync(files.log, 'utf8');
      if (asks)
        askpass = await startAskpass(folder, (prompt) =>
          times.paused(() => answerOpenssh(target, options, prompt, logged, keys.passphrases)),
        );
      const theirs = connection.configFile === undefined ? target.configFiles : copied(folder, target);
      writeFileSync(files.config, opensshConfig(target, connection, options, theirs), { mode: 0o600 });
      const args = [...opensshArguments(target, connection, files, asks), command];
      const env = this.#environment(target, askpass);
      const start = { args, env, logPath: files.log, times, keys };
      const channel = await startOpenssh(target, start, signal);
      void channel.closed.then(clear);
      return channel;
    } catch (error) {
      clear();
      throw error;
    }
  }

  #environment({ agentSocket }: Target, askpass: Askpass | undefined): Readonly<Record<string, string>> {
    const environment = sshEnvironment({
      ...this.options,
      ...(agentSocket !== undefined && { agentSocket }),
    });
    if (!askpass) return environment;
    return {
      ...environment,
      SSH_ASKPASS: askpass.program,
      SSH_ASKPASS_REQUIRE: 'force',
      DISPLAY: environment.DISPLAY ?? ':',
    };
  }
}

/** For the host as well as for servers on the way; to ssh, an empty SSH_AUTH_SOCK means no agent. */
function withoutAgent(target: Target): Target {
  return { ...target, agentSocket: '', options: ['IdentityAgent=none', ...target.options] };
}

/** A configured file may be writable by others, as after git clone; ssh accepts that with -F, but not with Include. */
function copied(folder: string, { configFiles }: Target): readonly string[] {
  return configFiles.map((file, index) => {
    const copy = join(folder, `config-${index}`);
    copyFileSync(file, copy);
    chmodSync(copy, 0o600);
    return copy;
  });
}
