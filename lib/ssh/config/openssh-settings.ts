// The settings that the ssh program is started with: a config file for all servers on the way, arguments for the last.
import type { Connection } from '../../model/fleet.js';
import type { ConnectOptions } from '../link/connect-options.js';
import type { Target } from '../link/target.js';

/** Text of a config file that holds for the host and every server before it, then passes on to the operator's own. */
export function opensshConfig(target: Target, connection: Connection, { acceptNew }: ConnectOptions): string {
  const { configFile, userKnownHosts, connectTimeoutSeconds, keepaliveSeconds, policy } = target;
  const isSaid = connection.strictHostKeyChecking !== undefined || acceptNew || configFile === undefined;
  const lines = [
    'Host *',
    `ConnectTimeout ${Math.ceil(connectTimeoutSeconds)}`,
    'ConnectionAttempts 1',
    `ServerAliveInterval ${Math.max(1, Math.round(keepaliveSeconds))}`,
    'ServerAliveCountMax 3',
    'NumberOfPasswordPrompts 1',
    'LogLevel ERROR',
    // What the operator's own file may ask for and a channel of ours can't stand.
    'ControlMaster no',
    'ControlPath none',
    'ClearAllForwardings yes',
    'ForwardAgent no',
    'ForwardX11 no',
    'PermitLocalCommand no',
    'RemoteCommand none',
    'RequestTTY no',
    'UpdateHostKeys no',
    'EscapeChar none',
    ...(isSaid ? [`StrictHostKeyChecking ${policy}`] : []),
    ...(connection.knownHostsFile === undefined && configFile !== undefined
      ? []
      : [`UserKnownHostsFile ${userKnownHosts.map(word).join(' ')}`]),
    ...(connection.knownHostsFile === undefined ? [] : ['GlobalKnownHostsFile none']),
    ...(configFile === undefined ? [] : [`Include ${word(configFile)}`]),
    'Host *',
    // Where nobody says: there is nobody to ask.
    'StrictHostKeyChecking yes',
    // Hops without a key of their own are opened by the host's.
    ...(connection.privateKeyFile === undefined
      ? []
      : [`IdentityFile ${word(target.keyFiles[0] ?? 'none')}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Arguments of ssh up to the remote command. */
export function opensshArguments(
  target: Target,
  connection: Connection,
  files: { readonly config: string; readonly log: string },
  asks: boolean,
): readonly string[] {
  const { port, user, proxyJump, privateKeyFile } = connection;
  const set = (name: string, value: string): readonly string[] => ['-o', `${name}=${value}`];
  // The password is meant where it is given and no key is named.
  const passwordOnly = target.password !== undefined && !target.keysNamed;
  return [
    ...['-F', files.config, '-E', files.log, '-T'],
    ...set('LogLevel', 'DEBUG1'),
    ...set('BatchMode', asks ? 'no' : 'yes'),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(user === undefined && target.configFile !== undefined ? [] : ['-l', target.user]),
    ...(privateKeyFile === undefined
      ? []
      : [...set('IdentityFile', word(target.keyFiles[0] ?? 'none')), ...set('IdentitiesOnly', 'yes')]),
    ...(passwordOnly ? set('PreferredAuthentications', 'password,keyboard-interactive') : []),
    ...(proxyJump === undefined ? [] : set('ProxyJump', proxyJump)),
    '--',
    target.alias,
  ];
}

// ssh_config(5) expands % tokens in paths; ours are final.
function word(path: string): string {
  return `"${path.replaceAll('%', '%%').replaceAll('"', '\\"')}"`;
}
