// A Transport to a shell on this machine: the wire is tested without a network.
import { spawn } from 'node:child_process';
import type { Connection, Host } from '../lib/model/fleet.js';
import type { Channel, Transport } from '../lib/model/transport.js';

/** `shell` is an argv, as `['busybox', 'sh', '-s']`; the command asked for is ignored. */
export function localTransport(shell: readonly [string, ...string[]]): Transport & { kill(): void } {
  const children: ReturnType<typeof spawn>[] = [];
  return {
    name: 'local',
    open() {
      const child = spawn(shell[0], shell.slice(1), { stdio: 'pipe' });
      children.push(child);
      const closed = new Promise<{ status: number | null }>((resolve) => {
        child.on('close', (status) => {
          resolve({ status });
        });
      });
      const channel: Channel = {
        stdin: child.stdin,
        stdout: child.stdout,
        stderr: child.stderr,
        closed,
        destroy: () => child.kill('SIGKILL'),
      };
      return Promise.resolve(channel);
    },
    close() {
      return Promise.resolve();
    },
    kill() {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}

const connection: Connection = {
  transport: 'auto',
  host: '127.0.0.1',
  connectTimeoutSeconds: 5,
  become: false,
  becomeUser: 'root',
};

/** A host with nothing but a name. */
export function bareHost(name = 'h1'): Host {
  return { name, address: '127.0.0.1', groups: ['all'], roles: [], connection, vars: {} };
}
