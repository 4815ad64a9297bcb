// Transport for the controller itself as a host: a local shell instead of ssh.
import { spawn } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import { messageOf } from '../model/thrown-message.js';
import { TrueupError } from '../model/trueup-error.js';
import type { Channel, Transport } from '../model/transport.js';
import { OpenChannels } from '../channel/open-channels.js';
import { localChannel } from './local-channel.js';

/** The user who runs trueup: what a login would set. */
export interface Operator {
  readonly home: string;
  /** Absent if the uid has no account. */
  readonly user?: string;
}

// As sshd and login(1) set it for root; the session's own shell sets it again.
const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Each channel is a process of its own. */
export class LocalTransport implements Transport {
  readonly name = 'local';
  readonly #channels = new OpenChannels();

  constructor(
    readonly host: string,
    readonly operator: Operator,
  ) {}

  async open(command: string, signal: AbortSignal): Promise<Channel> {
    setMaxListeners(0, signal);
    signal.throwIfAborted();
    this.#refuseOtherSystems();
    return this.#channels.add(await this.#start(command), signal);
  }

  async close(): Promise<void> {
    await this.#channels.destroy();
  }

  async #start(command: string): Promise<Channel> {
    // In its own session, so that trueup decides what Ctrl-C does, and there is no terminal to prompt on.
    const child = spawn('/bin/sh', ['-c', command], {
      cwd: '/',
      env: this.#environment(),
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const channel = localChannel(child);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (error) => {
        const message = `${this.host}: could not start a shell on this machine: ${messageOf(error)}`;
        const hint =
          'Check that /bin/sh exists, and that no limit on processes or open files has been reached.';
        reject(new TrueupError('E_CONNECT', message, { host: this.host, hint, cause: error }));
      });
    });
    return channel;
  }

  /** What a login over ssh would set; nothing from the terminal that trueup was started in. */
  #environment(): Readonly<Record<string, string>> {
    const { home, user } = this.operator;
    return { PATH: path, HOME: home, LC_ALL: 'C', ...(user !== undefined && { USER: user, LOGNAME: user }) };
  }

  #refuseOtherSystems(): void {
    if (process.platform === 'linux') return;
    throw new TrueupError(
      'E_PLATFORM',
      `${this.host}: this machine runs ${process.platform}, but trueup manages only Debian and Ubuntu`,
      { host: this.host, hint: 'Remove ansible_connection: local, so that the host is reached over ssh.' },
    );
  }
}
