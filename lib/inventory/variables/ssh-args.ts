// Reads the ssh(1) options that Ansible inventories carry in ansible_ssh_common_args.
import type { Connection } from '../../model/fleet.js';
import { splitWords } from '../../shell/split-words.js';
import { hintFor } from '../schema/did-you-mean.js';

type Mutable<T> = { -readonly [K in keyof T]?: T[K] };

/** What the options say about the connection; `path` values are still as written. */
export type SshArgs = Mutable<
  Pick<
    Connection,
    | 'proxyJump'
    | 'configFile'
    | 'knownHostsFile'
    | 'strictHostKeyChecking'
    | 'port'
    | 'user'
    | 'privateKeyFile'
  >
> & { connectTimeoutSeconds?: number };

/** Thrown for an option that can't be honoured; the message ends a sentence about the argument. */
export class UnknownSshArg extends Error {
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/** They change how fast or how loud a connection is, not whom it trusts. */
const harmless = new Set(
  ['ControlMaster', 'ControlPersist', 'ControlPath', 'Compression', 'LogLevel', 'BatchMode', 'TCPKeepAlive']
    .concat([
      'ServerAliveInterval',
      'ServerAliveCountMax',
      'ForwardAgent',
      'IdentitiesOnly',
      'AddKeysToAgent',
    ])
    .concat(['PreferredAuthentications', 'GSSAPIAuthentication', 'ConnectionAttempts', 'CheckHostIP'])
    .map((name) => name.toLowerCase()),
);

const setters: Readonly<Record<string, (args: SshArgs, value: string) => void>> = {
  proxyjump: (args, value) => (args.proxyJump = value),
  proxycommand: (args, value) => (args.proxyJump = jumpOf(value)),
  userknownhostsfile: (args, value) => (args.knownHostsFile = value),
  stricthostkeychecking: (args, value) => (args.strictHostKeyChecking = checking(value)),
  port: (args, value) => (args.port = whole('Port', value, 65_535)),
  user: (args, value) => (args.user = value),
  identityfile: (args, value) => (args.privateKeyFile = value),
  connecttimeout: (args, value) => (args.connectTimeoutSeconds = whole('ConnectTimeout', value, 3600)),
};

const known =
  'ProxyJump, ProxyCommand, UserKnownHostsFile, StrictHostKeyChecking, Port, User, IdentityFile, ConnectTimeout';
const instead = 'Write it into an ssh_config file and name that in trueup_ssh_config.';

/** Reads the options. Throws UnknownSshArg for what it doesn't know. */
export function readSshArgs(text: string): SshArgs {
  const args: SshArgs = {};
  const words = [...splitWords(text)];
  if (words.some((word) => /[\u0000-\u001f\u007f]/.test(word)))
    throw new UnknownSshArg('it contains a line break or control character', 'Write it on one line.');
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const [, letter = '', glued = ''] = /^-([a-zA-Z0-9])(.*)$/s.exec(word) ?? [];
    if ('oJFpil'.includes(letter) && letter !== '') {
      const value = glued === '' ? words.shift() : glued;
      if (value === undefined) throw new UnknownSshArg(`-${letter} is missing its value`, instead);
      setLetter(args, letter, value);
    } else if (!/^-[Cq46aTx]+$/.test(word)) throw new UnknownSshArg(`${word} can't be honoured`, instead);
  }
  return args;
}

function setLetter(args: SshArgs, letter: string, value: string): void {
  if (letter === 'J') args.proxyJump = value;
  else if (letter === 'F') args.configFile = value;
  else if (letter === 'p') args.port = whole('-p', value, 65_535);
  else if (letter === 'i') args.privateKeyFile = value;
  else if (letter === 'l') args.user = value;
  else setOption(args, value);
}

function setOption(args: SshArgs, option: string): void {
  const [, name = '', value = ''] = /^\s*(\w+)(?:\s*=\s*|\s+)(.*)$/s.exec(option) ?? [];
  const key = name.toLowerCase();
  const set = Object.hasOwn(setters, key) ? setters[key] : undefined;
  if (set) set(args, unquoted(value));
  else if (!harmless.has(key)) {
    const hint = hintFor(name, known.split(', '));
    throw new UnknownSshArg(`-o ${option} can't be honoured`, hint.startsWith('Did') ? hint : instead);
  }
}

/** `ssh -W %h:%p bastion` is what people wrote before ProxyJump. */
function jumpOf(command: string): string {
  if (command === 'none') return 'none';
  const words = command
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '-q');
  const target = words.filter((word, index) => index > 0 && word !== '-W' && word !== '%h:%p');
  const [jump] = target;
  if (
    words[0]?.endsWith('ssh') &&
    words.includes('-W') &&
    target.length === 1 &&
    jump &&
    !jump.startsWith('-')
  )
    return jump;
  throw new UnknownSshArg(`ProxyCommand ${command} can't be honoured`, instead);
}

function checking(value: string): NonNullable<Connection['strictHostKeyChecking']> {
  const modes = {
    yes: 'yes',
    ask: 'yes',
    true: 'yes',
    'accept-new': 'accept-new',
    no: 'no',
    off: 'no',
    false: 'no',
  } as const;
  const key = value.toLowerCase();
  if (Object.hasOwn(modes, key)) return modes[key as keyof typeof modes];
  throw new UnknownSshArg(
    `StrictHostKeyChecking=${value} can't be honoured`,
    hintFor(value, Object.keys(modes)),
  );
}

function whole(option: string, value: string, most: number): number {
  const number = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (number >= 1 && number <= most) return number;
  throw new UnknownSshArg(`${option} ${value} can't be honoured`, `Write a whole number from 1 to ${most}.`);
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
}
