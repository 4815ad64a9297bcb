// Reads the ssh(1) options that Ansible inventories have in ansible_ssh_args and similar variables.
import type { Connection } from '../../model/fleet.js';
import { splitWords } from '../../shell/split-command-line.js';
import { hintFor } from '../schema/did-you-mean.js';
import { jumpOf } from './proxy-command-jump.js';

type Mutable<T> = { -readonly [K in keyof T]?: T[K] };

/** The connection settings in the options. Paths are as written. As in ssh, the first value of each option counts. */
export type SshArgs = Mutable<
  Pick<
    Connection,
    'proxyJump' | 'configFile' | 'userKnownHostsFile' | 'strictHostKeyChecking' | 'port' | 'user'
  >
> & {
  connectTimeoutSeconds?: number;
  readonly privateKeyFiles: string[];
  /** For ssh itself, each `Keyword=value`. */
  readonly sshOptions: string[];
};

/** Thrown for an option that is not supported; the message completes a sentence about the variable. */
export class UnknownSshArg extends Error {
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

const leaveOut = 'Remove it.';

/** Options of ssh(1) with a value, and the keywords that they stand for. */
const lettersWithValue: Readonly<Record<string, string>> = {
  J: 'ProxyJump',
  i: 'IdentityFile',
  l: 'User',
  p: 'Port',
  b: 'BindAddress',
  B: 'BindInterface',
  c: 'Ciphers',
  m: 'MACs',
  I: 'PKCS11Provider',
  P: 'Tag',
  S: 'ControlPath',
};

/** Options without a value; empty if they only change what ssh shows, or its terminal. */
const letters: Readonly<Record<string, string>> = {
  4: 'AddressFamily=inet',
  6: 'AddressFamily=inet6',
  K: 'GSSAPIAuthentication=yes',
  ...Object.fromEntries(
    ['A', 'a', 'C', 'k', 'M', 'n', 'q', 't', 'T', 'v', 'x', 'X', 'y', 'Y'].map((letter) => [letter, '']),
  ),
};

const setters: Readonly<Record<string, (args: SshArgs, value: string) => void>> = {
  stricthostkeychecking: (args, value) => (args.strictHostKeyChecking ??= checking(value)),
  port: (args, value) => (args.port ??= whole('Port', value, 65_535)),
  user: (args, value) => (args.user ??= value),
  identityfile: (args, value) => args.privateKeyFiles.push(value),
  connecttimeout: (args, value) => (args.connectTimeoutSeconds ??= whole('ConnectTimeout', value, 3600)),
};

/** These options would open ports or run programs in addition to trueup's channels. */
const refused = /^(dynamicforward|localforward|remoteforward|remotecommand|tunnel)$/;

/** Reads the options of several texts, in order. Throws UnknownSshArg for options that are not supported. */
export function readSshArgs(...texts: readonly string[]): SshArgs {
  const args: SshArgs = { privateKeyFiles: [], sshOptions: [] };
  for (const text of texts) {
    const words = [...splitWords(text)];
    if (words.some((word) => /[\u0000-\u001f\u007f]/.test(word)))
      throw new UnknownSshArg('it contains a line break or a control character', 'Write it on one line.');
    for (let word = words.shift(); word !== undefined; word = words.shift()) readWord(args, word, words);
  }
  return args;
}

/** Reads one word, which may contain several options, and may take the next word as its value. */
function readWord(args: SshArgs, word: string, rest: string[]): void {
  if (!/^-[a-zA-Z0-9]/.test(word)) throw new UnknownSshArg(`${word} is not supported`, leaveOut);
  for (let at = 1; at < word.length; at++) {
    const letter = word.charAt(at);
    const keyword = Object.hasOwn(lettersWithValue, letter) ? lettersWithValue[letter] : undefined;
    if (keyword === undefined && letter !== 'o' && letter !== 'F') {
      if (!Object.hasOwn(letters, letter)) throw new UnknownSshArg(`-${letter} is not supported`, leaveOut);
      if (letters[letter]) setOption(args, letters[letter]);
      continue;
    }
    const glued = word.slice(at + 1);
    const value = glued === '' ? rest.shift() : glued;
    if (value === undefined)
      throw new UnknownSshArg(`-${letter} is missing its value`, `Write -${letter} VALUE.`);
    // If there are several -F, ssh uses the last one.
    if (letter === 'F') args.configFile = value;
    else setOption(args, keyword === undefined ? value : `${keyword}=${value}`);
    return;
  }
}

function setOption(args: SshArgs, option: string): void {
  const [, name = '', written = ''] = /^\s*(\w+)(?:\s*=\s*|\s+)(.*)$/s.exec(option) ?? [];
  if (name === '')
    throw new UnknownSshArg(`-o ${option} is not of the form Keyword=value`, 'Write it as -o Keyword=value.');
  const key = name.toLowerCase();
  if (refused.test(key)) throw new UnknownSshArg(`-o ${option} is not supported`, leaveOut);
  if (key === 'proxycommand' || key === 'proxyjump') setWay(args, key, written);
  else if (key === 'userknownhostsfile' && args.userKnownHostsFile === undefined && isOnePath(written))
    args.userKnownHostsFile = unquoted(written);
  else if (Object.hasOwn(setters, key)) setters[key]?.(args, unquoted(written));
  else args.sshOptions.push(`${name}=${written}`);
}

/** If both a jump and a command are set, ssh uses the first. */
function setWay(args: SshArgs, key: string, written: string): void {
  if (args.proxyJump !== undefined || args.sshOptions.some((option) => /^ProxyCommand=/.test(option))) return;
  const jump = key === 'proxyjump' ? unquoted(written) : jumpOf(written);
  if (jump !== undefined) args.proxyJump = jump;
  else args.sshOptions.push(`ProxyCommand=${written}`);
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
  throw new UnknownSshArg(`StrictHostKeyChecking=${value} is not valid`, hintFor(value, Object.keys(modes)));
}

function whole(option: string, value: string, most: number): number {
  const number = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (number >= 1 && number <= most) return number;
  throw new UnknownSshArg(`${option} ${value} is not valid`, `Write a whole number from 1 to ${most}.`);
}

/** Blanks outside quotes separate several files. */
function isOnePath(text: string): boolean {
  return /^"[^"%$]*"$|^[^\s"%$]+$/.test(text);
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
}
