// Single settings of ssh_config(5), interpreted as ssh does.
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../model/fleet.js';
import type { HostKeyPolicy, SshConfig } from '../link/target.js';

/** The values of `%` tokens, variables and `~` in a path. */
export interface Tokens {
  readonly home: string;
  readonly address?: string;
  readonly alias?: string;
  readonly port?: number;
  readonly user?: string;
  readonly localUser?: string;
  /** Its name in known_hosts, if it has one of its own. */
  readonly hostKeyAlias?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A path with `~`, `${VAR}` and the tokens of ssh_config(5) filled in. Unknown ones stay as they are. */
export function expandPath(path: string, tokens: Tokens): string {
  const filled = expandTokens(path, tokens).replace(
    /\$\{(\w+)\}/g,
    (variable, name: string) => tokens.environment?.[name] ?? variable,
  );
  return filled === '~' || filled.startsWith('~/') ? join(tokens.home, filled.slice(1)) : filled;
}

/** A text with the tokens of ssh_config(5) filled in. */
export function expandTokens(
  text: string,
  { home, address, alias, port, user, localUser, hostKeyAlias }: Tokens,
): string {
  const values: Readonly<Record<string, () => string | undefined>> = {
    '%': () => '%',
    d: () => home,
    h: () => address,
    i: () => process.getuid?.().toString(),
    k: () => hostKeyAlias ?? alias,
    L: () => hostname().split('.')[0],
    l: () => hostname(),
    n: () => alias,
    p: () => port?.toString(),
    r: () => user,
    u: () => localUser,
  };
  return text.replace(/%(.)/g, (token, letter: string) => values[letter]?.() ?? token);
}

/** `yes`, or the `true` that `ssh -G` prints for it. */
export function yes(value: string | undefined): boolean {
  return value === 'yes' || value === 'true';
}

/** How an unknown host key is handled. `--accept-new` is given for this run, so it overrides a `yes`. */
export function hostKeyPolicy(
  inventory: Connection['strictHostKeyChecking'],
  config: string | undefined,
  acceptNew: boolean,
): HostKeyPolicy {
  const said = inventory ?? config;
  if (said === 'no' || said === 'off' || said === 'false') return 'no';
  return acceptNew || said === 'accept-new' ? 'accept-new' : 'yes';
}

/** The user's known_hosts files; new keys go into the first. `said` is from `ssh -G`, with tokens filled in. */
export function userKnownHostsOf(
  inventory: string | undefined,
  said: string | undefined,
  home: string,
): readonly string[] {
  const own = ['known_hosts', 'known_hosts2'].map((name) => join(home, '.ssh', name));
  if (inventory !== undefined) return [expandPath(inventory, { home })];
  return said === undefined ? own : pathsOf(said, home);
}

/** The files of one line of `ssh -G`. */
export function pathsOf(said: string, home: string): readonly string[] {
  return said
    .split(' ')
    .filter((file) => file !== 'none')
    .map((file) => (file.startsWith('~/') ? join(home, file.slice(1)) : file));
}

/** The agent's socket according to IdentityAgent; undefined for `none`. */
export function agentOf(
  said: string | undefined,
  agentSocket: string | undefined,
  tokens: Tokens,
): string | undefined {
  if (said === undefined || said === 'SSH_AUTH_SOCK') return agentSocket;
  const variable = /^\$(\w+)$/.exec(said)?.[1];
  if (variable !== undefined) return tokens.environment?.[variable];
  return said === 'none' ? undefined : expandPath(said, tokens);
}

// In the order in which ssh(1) tries them.
const usualKeys = ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk'];

/** Private key files of ssh_config, or the usual ones if it names none. */
export function keyFilesOf(
  config: SshConfig,
  tokens: Tokens,
): { readonly files: readonly string[]; readonly named: boolean } {
  const listed = config.get('identityfile');
  if (!listed) return { files: usualKeys.map((name) => join(tokens.home, '.ssh', name)), named: false };
  return {
    files: listed.filter((file) => file !== 'none').map((file) => expandPath(file, tokens)),
    named: true,
  };
}
