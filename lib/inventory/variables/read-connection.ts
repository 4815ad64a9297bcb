// Reads how to reach a host from its variables.
import type { Connection, Place } from '../../model/fleet.js';
import { Secret } from '../../model/secret.js';
import { inventoryPath } from '../../controller-path.js';
import type { Problems } from '../raw/collect-problems.js';
import { pluginName } from './connection-plugins.js';
import { readSshArgs, UnknownSshArg, type SshArgs } from './ssh-args.js';

export interface ConnectionContext {
  /** Relative paths start here. */
  readonly folder: string;
  /** The folder that `~` stands for. Defaults to the user's home. */
  readonly home?: string;
  placeOf(name: string): Place | undefined;
}

/** The connection; variables were checked against connectionSchema before. */
export function connectionOf(
  name: string,
  vars: Readonly<Record<string, unknown>>,
  context: ConnectionContext,
  problems: Problems,
): Connection {
  /** If several names are set, the last one wins, as in Ansible's plugins. */
  const text = (...names: string[]): string | undefined => {
    const value = names.map((one) => vars[one]).findLast((one) => one !== undefined && one !== null);
    if (value instanceof Secret) return value.reveal();
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined;
  };
  const secret = (...names: string[]): Secret | undefined => {
    const value = text(...names);
    return value === undefined ? undefined : new Secret(value);
  };
  const become = {
    become: (text('ansible_become') ?? 'true').toLowerCase() === 'true',
    becomeUser: text('ansible_become_user', 'ansible_sudo_user') ?? 'root',
    ...present({
      becomePassword: secret('ansible_become_password', 'ansible_become_pass', 'ansible_sudo_pass'),
    }),
  };
  const host = text('ansible_host', 'ansible_ssh_host') ?? name;
  const number = (written: string | undefined): number | undefined =>
    written === undefined ? undefined : Number(written);
  const timeout = number(text('ansible_timeout', 'ansible_ssh_timeout', 'trueup_connect_timeout'));
  const transport = pluginName(text('ansible_connection'));
  // There is no login, so all other connection variables are ignored, as in Ansible.
  if (transport === 'local')
    return { transport, host, ...present({ connectTimeoutSeconds: timeout }), ...become };
  const path = (written: string | undefined): string | undefined =>
    written === undefined || written === 'none'
      ? written
      : inventoryPath(written, context.folder, context.home);
  // On Ansible's command line, these come before its own options, and the others after them; ssh uses the first.
  const before = sshArgs(['ansible_ssh_args'], vars, context, problems);
  const args = sshArgs(['ansible_ssh_common_args', 'ansible_ssh_extra_args'], vars, context, problems);
  const checking = text('ansible_host_key_checking', 'ansible_ssh_host_key_checking');
  const port = text('ansible_port', 'ansible_ssh_port');
  const config = text('trueup_ssh_config') ?? args.configFile ?? before.configFile;
  const way = [before, args].find(
    ({ proxyJump, sshOptions }) => proxyJump !== undefined || sshOptions.some(isProxy),
  );
  const [key, ...otherKeys] = [
    ...before.privateKeyFiles,
    ...[text('ansible_private_key_file', 'ansible_ssh_private_key_file') ?? []].flat(),
    ...args.privateKeyFiles,
  ].flatMap((file) => path(file) ?? []);
  const sshOptions = [
    ...before.sshOptions,
    ...args.sshOptions.filter((option) => way !== before || !isProxy(option)),
    ...otherKeys.map((file) => `IdentityFile="${file}"`),
  ];
  return {
    transport: transport === 'ssh2' || transport === 'openssh' ? transport : 'auto',
    host,
    ...become,
    ...present({
      connectTimeoutSeconds:
        number(text('trueup_connect_timeout')) ??
        before.connectTimeoutSeconds ??
        timeout ??
        args.connectTimeoutSeconds,
      port: before.port ?? number(port) ?? args.port,
      user: before.user ?? text('ansible_user', 'ansible_ssh_user') ?? args.user,
      password: secret('ansible_password', 'ansible_ssh_pass', 'ansible_ssh_password'),
      privateKeyFile: key,
      knownHostsFile: path(text('trueup_known_hosts_file')),
      userKnownHostsFile: path(before.userKnownHostsFile ?? args.userKnownHostsFile),
      strictHostKeyChecking:
        before.strictHostKeyChecking ??
        (checking?.toLowerCase() === 'false' ? 'no' : args.strictHostKeyChecking),
      sshOptions: sshOptions.length > 0 ? sshOptions : undefined,
      proxyJump: text('trueup_proxy_jump') ?? way?.proxyJump,
      configFile: config === 'vagrant' ? config : path(config),
    }),
  };
}

function sshArgs(
  names: readonly string[],
  vars: Readonly<Record<string, unknown>>,
  context: ConnectionContext,
  problems: Problems,
): SshArgs {
  const read: string[] = [];
  for (const name of names) {
    const given = vars[name];
    const written = given instanceof Secret ? given.reveal() : given;
    if (typeof written !== 'string') continue;
    try {
      readSshArgs(written);
      read.push(written);
    } catch (error) {
      if (!(error instanceof UnknownSshArg)) throw error;
      problems.add(`${name}: ${error.message}`, { place: context.placeOf(name), hint: error.hint });
    }
  }
  return readSshArgs(...read);
}

function isProxy(option: string): boolean {
  return option.startsWith('ProxyCommand=');
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
