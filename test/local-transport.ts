// A Transport to a shell on this machine: the wire is tested without a network.
import { spawn } from 'node:child_process';
import type { Connection, Host } from '../lib/model/fleet.js';
import type { Channel, Transport } from '../lib/model/transport.js';

/** `shell` is an argv, as `['busybox', 'sh']`; it stands in for the `/bin/sh` of the command that is asked for. */
export function localTransport(shell: readonly [string, ...string[]]): Transport & { kill(): void } {
  const kills: (() => void)[] = [];
  return {
    name: 'local',
    open(command) {
      const script = /^\/bin\/sh -c '([^']*)' \/bin\/sh$/.exec(command)?.[1];
      if (script === undefined) throw new Error(`not the command of a session: ${command}`);
      const child = spawn(shell[0], [...shell.slice(1), '-c', script, shell.join(' ')], {
        stdio: 'pipe',
        detached: true,
      });
      let over = false;
      const kill = (): void => {
        try {
          // What is over has left its number to others.
          if (child.pid !== undefined && !over) process.kill(-child.pid, 'SIGKILL');
        } catch {
          // It is gone already.
        }
      };
      kills.push(kill);
      const closed = new Promise<{ status: number | null }>((resolve) => {
        child.on('close', (status) => {
          over = true;
          resolve({ status });
        });
      });
      const channel: Channel = {
        stdin: child.stdin,
        stdout: child.stdout,
        stderr: child.stderr,
        closed,
        destroy: kill,
      };
      return Promise.resolve(channel);
    },
    close() {
      return Promise.resolve();
    },
    kill() {
      for (const kill of kills) kill();
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
export function bareHost(name = 'h1', more: Partial<Connection> = {}): Host {
  const host = { ...connection, ...more };
  return { name, address: '127.0.0.1', groups: ['all'], roles: [], connection: host, vars: {} };
}
