// From what the inventory and ssh_config say to one description of the way to a host.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../../model/fleet.js';
import { paceOf } from '../../model/pace.js';
import { TrueupError } from '../../model/trueup-error.js';
import type { ConnectOptions } from '../link/connect-options.js';
import { readProxyJump, type Jump } from './proxy-jump.js';
import { expandPath, hostKeyPolicy, keyFilesOf, userKnownHostsOf, yes } from './read-settings.js';
import { loadSshConfig } from './ssh-config.js';
import type { Server, SshConfig, Target } from '../link/target.js';

const globalKnownHosts = ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'];

/** Merges all settings for one host: the inventory wins, then ssh_config, then ssh's defaults. */
export async function resolveTarget(
  host: string,
  connection: Connection,
  options: ConnectOptions,
): Promise<Target> {
  if (connection.configFile === 'vagrant') throw boxDown(host);
  const configFile = configFileOf(connection, options);
  const context = { host, connection, options, configFile };
  const { host: alias, port, user, password, proxyJump } = connection;
  const written = { alias, ...(port === undefined ? {} : { port }), ...(user === undefined ? {} : { user }) };
  const server = await resolveServer(written, true, context);
  const jumps = readProxyJump(host, proxyJump ?? server.config.get('proxyjump')?.[0] ?? 'none');
  return {
    ...server,
    host,
    alias,
    ...(password === undefined ? {} : { password }),
    hops: await resolveHops(jumps, context, new Set([alias])),
    connectTimeoutSeconds: connection.connectTimeoutSeconds,
    keepaliveSeconds: options.keepaliveSeconds ?? 15 * paceOf(connection),
    ...(configFile === undefined ? {} : { configFile }),
  };
}

/** Whoever loaded the fleet asked Vagrant, which had no way to this one. */
function boxDown(host: string): TrueupError {
  return new TrueupError('E_CONNECT', `${host}: its Vagrant box is not up`, {
    host,
    hint: `Bring it up, in the folder of its Vagrantfile: vagrant up ${host}`,
  });
}

interface Context {
  readonly host: string;
  readonly connection: Connection;
  readonly options: ConnectOptions;
  readonly configFile: string | undefined;
}

function configFileOf({ configFile }: Connection, { home }: ConnectOptions): string | undefined {
  if (configFile === 'none') return undefined;
  if (configFile !== undefined) return expandPath(configFile, { home });
  const own = join(home, '.ssh', 'config');
  return existsSync(own) ? own : undefined;
}

async function resolveHops(
  jumps: readonly Jump[],
  context: Context,
  passed: ReadonlySet<string>,
): Promise<readonly Server[]> {
  const [first, ...others] = await Promise.all(jumps.map((jump) => resolveServer(jump, false, context)));
  if (!first) return [];
  // The first hop may itself be behind one; `Host *` with a ProxyJump names the hop for itself too.
  const before = readProxyJump(context.host, first.config.get('proxyjump')?.[0] ?? 'none');
  const seen = new Set([...passed, ...jumps.map((jump) => jump.alias)]);
  const isNew = before.every((jump) => !seen.has(jump.alias));
  return [...(isNew ? await resolveHops(before, context, seen) : []), first, ...others];
}

async function resolveServer(written: Jump, isLast: boolean, context: Context): Promise<Server> {
  const { host, connection, options, configFile } = context;
  const config: SshConfig =
    configFile === undefined
      ? new Map<string, string[]>()
      : await loadSshConfig(host, configFile, written, connection);
  const one = (keyword: string): string | undefined => config.get(keyword)?.[0];
  const address = one('hostname') ?? written.alias;
  const port = written.port ?? Number(one('port') ?? 22);
  const user = written.user ?? one('user') ?? options.user;
  if (user === undefined) throw nobody(host, address);
  const named = { address, alias: written.alias, port, user };
  const tokens = { home: options.home, ...named, ...(options.user && { localUser: options.user }) };
  const name = (one('hostkeyalias') ?? address).toLowerCase();
  const isAlias = one('hostkeyalias') !== undefined;
  const identityAgent = one('identityagent');
  const agent =
    identityAgent === undefined || identityAgent === 'SSH_AUTH_SOCK' ? options.agentSocket : identityAgent;
  const ownKey = connection.privateKeyFile;
  const fromConfig = keyFilesOf(config, tokens);
  // A hop takes its own key of ssh_config; without one, the host's key opens it too.
  const useNamed = ownKey !== undefined && (isLast || !fromConfig.named);
  return {
    address,
    port,
    user,
    knownAs: isAlias || port === 22 ? name : `[${name}]:${port}`,
    policy: hostKeyPolicy(connection.strictHostKeyChecking, one('stricthostkeychecking'), options.acceptNew),
    userKnownHosts: userKnownHostsOf(connection.knownHostsFile, one('userknownhostsfile'), tokens),
    // A file named by the inventory is the whole truth.
    globalKnownHosts:
      connection.knownHostsFile === undefined
        ? (one('globalknownhostsfile')?.split(' ') ?? globalKnownHosts).filter((file) => file !== 'none')
        : [],
    hashKnownHosts: yes(one('hashknownhosts')),
    keyFiles: useNamed ? [expandPath(ownKey, tokens)] : fromConfig.files,
    keysNamed: useNamed || fromConfig.named,
    identitiesOnly: useNamed || yes(one('identitiesonly')),
    ...(agent === undefined || agent === 'none' ? {} : { agentSocket: expandPath(agent, tokens) }),
    config,
  };
}

/** Everywhere else the local name would be taken. */
function nobody(host: string, address: string): TrueupError {
  const message = `${host}: no user to log in to ${address} as: the inventory names none, and the local user has no name`;
  return new TrueupError('E_AUTH', message, { host, hint: 'Set ansible_user in the inventory.' });
}
