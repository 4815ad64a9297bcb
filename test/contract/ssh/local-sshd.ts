// A real sshd on loopback with keys and settings of its own, started and stopped by a test.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../../lib/model/fleet.js';

export interface LocalSshd {
  readonly connection: Connection;
  readonly port: number;
  /** Holds `id` (a login key), `host` (the host key), `known_hosts`, `authorized_keys`. */
  readonly folder: string;
  readonly pid: number;
  /** What it logged so far. */
  log(): string;
  stop(): Promise<void>;
}

const program = '/usr/sbin/sshd';

/** Whether this machine can run one. */
export function canRunSshd(): boolean {
  return existsSync(program) && process.getuid?.() === 0;
}

export function keygen(file: string, ...args: string[]): void {
  execFileSync('ssh-keygen', ['-q', '-N', '', '-C', 'test', '-f', file, ...args]);
}

/** `type base64` of a public key file. */
export function publicKey(file: string): string {
  return readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ').trim();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts one; `settings` are lines of sshd_config that come first, and so win. */
export function startLocalSshd(...settings: string[]): Promise<LocalSshd> {
  return startLocalSshdWith({}, ...settings);
}

/** Starts one that sees more files in /etc than there are, by their names below it. */
export async function startLocalSshdWith(
  files: Readonly<Record<string, string>>,
  ...settings: string[]
): Promise<LocalSshd> {
  mkdirSync('/run/sshd', { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'trueup-sshd-'));
  const at = (name: string): string => join(folder, name);
  keygen(at('id'), '-t', 'ed25519');
  keygen(at('host'), '-t', 'ed25519');
  const port = await freePort();
  writeFileSync(at('authorized_keys'), readFileSync(at('id.pub')));
  writeFileSync(at('known_hosts'), `[127.0.0.1]:${port} ${publicKey(at('host'))}\n`);
  const config = [
    ...settings,
    `Port ${port}`,
    ...(settings.some((line) => line.startsWith('ListenAddress ')) ? [] : ['ListenAddress 127.0.0.1']),
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('authorized_keys')}`,
    'PermitRootLogin yes',
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'LogLevel VERBOSE',
  ];
  writeFileSync(at('sshd_config'), `${config.join('\n')}\n`);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(at(`etc/${name}`)), { recursive: true });
    writeFileSync(at(`etc/${name}`), text);
  }
  const command = [program, '-D', '-e', '-f', at('sshd_config')];
  const lower = `lowerdir=${at('etc')}:/etc`;
  const within = ['-m', 'sh', '-c', `mount -t overlay overlay -o ${lower} /etc && exec "$@"`, 'sh'];
  const [first = '', ...args] = existsSync(at('etc')) ? ['unshare', ...within, ...command] : command;
  const child = spawn(first, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk) => (log += String(chunk)));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  while (!log.includes('Server listening')) {
    if (child.exitCode !== null) throw new Error(`sshd did not start: ${log}`);
    await sleep(20);
  }
  return {
    connection: {
      transport: 'auto',
      host: '127.0.0.1',
      port,
      user: userInfo().username,
      privateKeyFile: at('id'),
      knownHostsFile: at('known_hosts'),
      configFile: 'none',
      connectTimeoutSeconds: 5,
      become: false,
      becomeUser: 'root',
    },
    port,
    folder,
    pid: child.pid!,
    log: () => log,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
