// The settings that the ssh program is started with: a config file for all servers on the way, arguments for the last.
import { join } from 'node:path';
import type { Connection } from '../../model/fleet.js';
import type { ConnectOptions } from '../link/connect-options.js';
import { greetingSecondsOf } from '../link/login-timeout.js';
import type { Target } from '../link/target.js';

// Overrides settings that the operator's files may contain, but that would break our channels.
const ours = [
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
];

/** The same for an ssh that knows them, because ssh rejects unknown settings. */
const newer = [
  ['SessionType', 'default'],
  ['StdinNull', 'no'],
  ['ForkAfterAuthentication', 'no'],
] as const;

/** Text of a config file that applies to the host and every server before it, and includes the operator's `files`. */
export function opensshConfig(
  target: Target,
  connection: Connection,
  { acceptNew, home }: Pick<ConnectOptions, 'acceptNew' | 'home'>,
  files: readonly string[],
): string {
  const { knownHostsFile } = connection;
  const lines = [
    'Host *',
    `ConnectTimeout ${Math.ceil(target.connectTimeoutSeconds)}`,
    'ConnectionAttempts 1',
    `ServerAliveInterval ${Math.max(1, Math.round(target.keepaliveSeconds))}`,
    'ServerAliveCountMax 3',
    'NumberOfPasswordPrompts 1',
    'LogLevel ERROR',
    ...ours,
    ...newer.filter(([name]) => target.knownSettings.has(name.toLowerCase())).map((line) => line.join(' ')),
    ...(acceptNew ? ['StrictHostKeyChecking accept-new'] : []),
    ...(knownHostsFile === undefined
      ? []
      : [`UserKnownHostsFile ${target.userKnownHosts.map(word).join(' ')}`, 'GlobalKnownHostsFile none']),
    ...files.map((file) => `Include ${word(file)}`),
    'Host *',
    // The default, because there is no prompt.
    'StrictHostKeyChecking yes',
    `UserKnownHostsFile ${['known_hosts', 'known_hosts2'].map((name) => word(join(home, '.ssh', name))).join(' ')}`,
    // The operator's variables are never sent to a host.
    'SendEnv -*',
    ...hopKeys(target),
  ];
  return `${lines.join('\n')}\n`;
}

/** A jump server without configured keys is offered the usual ones, and then the host's. */
function hopKeys({ hops, alias, keysNamed }: Target): readonly string[] {
  const needing = keysNamed ? hops.filter((hop) => !hop.keysNamed && hop.alias !== alias) : [];
  return needing.flatMap((hop) => [
    `Host ${hop.alias}`,
    ...hop.keyFiles.map((file) => `IdentityFile ${word(file)}`),
  ]);
}

/** Arguments of ssh up to the remote command. */
export function opensshArguments(
  target: Target,
  connection: Connection,
  files: { readonly config: string; readonly log: string },
  asks: boolean,
): readonly string[] {
  const { port, user, proxyJump, privateKeyFile, userKnownHostsFile, knownHostsFile } = connection;
  const set = (name: string, value: string): readonly string[] => ['-o', `${name}=${value}`];
  return [
    ...['-F', files.config, '-E', files.log, '-T'],
    ...set('LogLevel', 'DEBUG1'),
    ...set('BatchMode', asks ? 'no' : 'yes'),
    // It applies until the greeting, which comes after the logins on the way.
    ...(target.hops.length === 0 ? [] : set('ConnectTimeout', String(Math.ceil(greetingSecondsOf(target))))),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(user === undefined && target.configFiles.length > 0 ? [] : ['-l', target.user]),
    ...set('StrictHostKeyChecking', target.policy),
    ...(userKnownHostsFile === undefined || knownHostsFile !== undefined
      ? []
      : set('UserKnownHostsFile', target.userKnownHosts.map(word).join(' '))),
    ...(privateKeyFile === undefined
      ? []
      : [
          ...target.keyFiles.flatMap((file) => set('IdentityFile', word(file))),
          ...set('IdentitiesOnly', 'yes'),
        ]),
    ...(proxyJump === undefined ? [] : set('ProxyJump', proxyJump)),
    ...target.options.flatMap((option) => ['-o', option]),
    '--',
    target.alias,
  ];
}

// ssh_config(5) expands % tokens in paths; ours are final.
function word(path: string): string {
  return `"${path.replaceAll('%', '%%').replaceAll('"', '\\"')}"`;
}
