// Merges what the inventory and ssh_config say about one server on the way.
import type { Connection } from '../../model/fleet.js';
import { TrueupError } from '../../model/trueup-error.js';
import type { ConnectOptions } from '../link/connect-options.js';
import type { Server, SshConfig } from '../link/target.js';
import {
  agentOf,
  expandPath,
  expandTokens,
  hostKeyPolicy,
  keyFilesOf,
  pathsOf,
  userKnownHostsOf,
  yes,
  type Tokens,
} from './parse-settings.js';
import { loadSshConfig, type Asked } from './load-ssh-config.js';

const globalKnownHosts = ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'];

/** The host that is to be reached. */
export interface Context {
  readonly host: string;
  readonly connection: Connection;
  readonly options: ConnectOptions;
}

/** A server, and what else ssh_config says about it. */
export interface Resolved {
  readonly server: Server;
  readonly files: readonly string[];
  readonly known: ReadonlySet<string>;
  /** ProxyJump of ssh_config. */
  readonly jump: string;
}

/** Merges the settings of one server: the inventory wins, then ssh_config, then ssh's defaults. */
export async function resolveServer(asked: Asked, isLast: boolean, context: Context): Promise<Resolved> {
  const { host, connection, options } = context;
  const { home, environment } = options;
  const file =
    connection.configFile === undefined || connection.configFile === 'none'
      ? connection.configFile
      : expandPath(connection.configFile, { home });
  const { config: all, changed, files } = await loadSshConfig(host, file, asked, connection, options);
  const one = (keyword: string): string | undefined => changed.get(keyword)?.[0];
  const { alias } = asked;
  const address = all.get('hostname')?.[0] ?? alias;
  const port = asked.port ?? Number(one('port') ?? 22);
  const user = asked.user ?? all.get('user')?.[0] ?? options.user;
  if (user === undefined) throw noUser(host, address);
  const hostKeyAlias = one('hostkeyalias');
  const tokens: Tokens = {
    ...{ home, address, alias, port, user },
    ...(options.user && { localUser: options.user }),
    ...(hostKeyAlias && { hostKeyAlias }),
    ...(environment && { environment }),
  };
  const name = (hostKeyAlias ?? address).toLowerCase();
  const agentSocket = agentOf(one('identityagent'), options.agentSocket, tokens);
  const { knownHostsFile, userKnownHostsFile } = connection;
  // The inventory's settings for host keys apply to the host alone, as ssh passes no options on to a jump server.
  const policy = isLast ? connection.strictHostKeyChecking : undefined;
  const ownFile = knownHostsFile ?? (isLast ? userKnownHostsFile : undefined);
  const global = one('globalknownhostsfile');
  const server: Server = {
    ...{ alias, address, port, user },
    knownAs: hostKeyAlias !== undefined || port === 22 ? name : `[${name}]:${port}`,
    policy: hostKeyPolicy(policy, one('stricthostkeychecking'), options.acceptNew),
    userKnownHosts: userKnownHostsOf(ownFile, one('userknownhostsfile'), home),
    // If trueup_known_hosts_file is set, no other file is read.
    globalKnownHosts:
      knownHostsFile === undefined ? (global === undefined ? globalKnownHosts : pathsOf(global, home)) : [],
    hashKnownHosts: yes(one('hashknownhosts')),
    ...keysOf(isLast, connection, changed, tokens),
    ...(agentSocket === undefined ? {} : { agentSocket }),
    config: changed,
  };
  return {
    server,
    files,
    known: new Set(all.keys()),
    jump: expandTokens(one('proxyjump') ?? 'none', tokens),
  };
}

type Keys = Pick<Server, 'keyFiles' | 'keysNamed' | 'identitiesOnly'>;

function keysOf(isLast: boolean, connection: Connection, config: SshConfig, tokens: Tokens): Keys {
  const { files, named } = keyFilesOf(config, tokens);
  const identitiesOnly = yes(config.get('identitiesonly')?.[0]);
  const own = connection.privateKeyFile === undefined ? [] : [expandPath(connection.privateKeyFile, tokens)];
  if (own.length === 0 || (!isLast && named)) return { keyFiles: files, keysNamed: named, identitiesOnly };
  if (isLast) {
    const more = (connection.sshOptions ?? []).flatMap(
      (option) => /^IdentityFile="(.+)"$/i.exec(option)?.[1] ?? [],
    );
    const others = more.map((file) => expandPath(file, tokens));
    return { keyFiles: [...own, ...others], keysNamed: true, identitiesOnly: true };
  }
  // A jump server without configured keys is offered what ssh would offer it, and then the host's own keys.
  return { keyFiles: [...files, ...own], keysNamed: false, identitiesOnly };
}

/** The error if no user is set, and there is no local user name to use instead. */
function noUser(host: string, address: string): TrueupError {
  const message = `${host}: no login user is known for ${address}, because the inventory sets none and the local user has no name`;
  return new TrueupError('E_AUTH', message, { host, hint: 'Set ansible_user in the inventory.' });
}
