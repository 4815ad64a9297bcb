// A site of one host, this machine over a real sshd on loopback: for commands that change nothing there.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalSshd } from '../ssh/local-sshd.js';

export interface LoopbackSite {
  /** Holds `inventory`, and what a test writes there. */
  readonly folder: string;
  /** The private key that may log in; the inventory doesn't name it. */
  readonly key: string;
  readonly knownHosts: string;
  /** Says which roles all hosts have. */
  roles(...names: readonly string[]): void;
  stop(): Promise<void>;
}

/** Its host gets the role base, which a plan finds much to change by. */
export async function loopbackSite(): Promise<LoopbackSite> {
  const sshd = await startLocalSshd();
  const folder = mkdtempSync(join(tmpdir(), 'trueup-site-'));
  const write = (path: string, text: string): void => {
    writeFileSync(join(folder, 'inventory', path), text);
  };
  mkdirSync(join(folder, 'inventory/group_vars'), { recursive: true });
  const way = `ansible_host: 127.0.0.1, ansible_port: ${sshd.port}, ansible_user: root, ansible_become: false`;
  write('hosts.yml', `all:\n  hosts:\n    web1: {${way}}\n`);
  write('group_vars/all.yml', 'base: {operators: [127.0.0.1], ssh_root_login: prohibit-password}\n');
  const roles = (...names: readonly string[]): void => {
    write('trueup.yml', `roles: {all: [${names.join(', ')}]}\n`);
  };
  roles('base');
  return {
    folder,
    key: readFileSync(join(sshd.folder, 'id'), 'utf8'),
    knownHosts: readFileSync(join(sshd.folder, 'known_hosts'), 'utf8'),
    roles,
    stop: async () => {
      await sshd.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
