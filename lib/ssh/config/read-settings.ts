// Single settings of ssh_config(5) as ssh means them.
import { join } from 'node:path';
import type { Connection } from '../../model/fleet.js';
import type { HostKeyPolicy, SshConfig } from '../link/target.js';

/** What `%` tokens and `~` in a path stand for. */
export interface Tokens {
  readonly home: string;
  readonly address?: string;
  readonly alias?: string;
  readonly port?: number;
  readonly user?: string;
  readonly localUser?: string;
}

/** A path with `~` and the tokens of ssh_config(5) filled in. */
export function expandPath(path: string, { home, address, alias, port, user, localUser }: Tokens): string {
  const values: Readonly<Record<string, string | undefined>> = {
    '%': '%',
    d: home,
    h: address,
    n: alias,
    p: port === undefined ? undefined : String(port),
    r: user,
    u: localUser,
  };
  const filled = path.replace(/%(.)/g, (token, letter: string) => values[letter] ?? token);
  return filled === '~' || filled.startsWith('~/') ? join(home, filled.slice(1)) : filled;
}

/** `yes`, or the `true` that `ssh -G` prints for it. */
export function yes(value: string | undefined): boolean {
  return value === 'yes' || value === 'true';
}

/** What happens to a key that isn't known. `--accept-new` is said for this run, so it wins over a `yes`. */
export function hostKeyPolicy(
  inventory: Connection['strictHostKeyChecking'],
  config: string | undefined,
  acceptNew: boolean,
): HostKeyPolicy {
  const said = inventory ?? config;
  if (said === 'no' || said === 'off' || said === 'false') return 'no';
  return acceptNew || said === 'accept-new' ? 'accept-new' : 'yes';
}

/** known_hosts files of the user, the one that takes new keys first. */
export function userKnownHostsOf(
  inventory: string | undefined,
  config: string | undefined,
  tokens: Tokens,
): readonly string[] {
  const own = ['known_hosts', 'known_hosts2'].map((name) => join(tokens.home, '.ssh', name));
  const listed = inventory === undefined ? config?.split(' ') : [inventory];
  if (!listed || isDefault(listed, /\/\.ssh\/known_hosts2?$/, 2)) return own;
  return listed.filter((file) => file !== 'none').map((file) => expandPath(file, tokens));
}

const usualKeys = ['id_ed25519', 'id_ecdsa', 'id_rsa', 'id_ed25519_sk', 'id_ecdsa_sk'];

/** Private key files of ssh_config, or the usual ones where it names none. */
export function keyFilesOf(
  config: SshConfig,
  tokens: Tokens,
): { readonly files: readonly string[]; readonly named: boolean } {
  const listed = config.get('identityfile');
  // Without an IdentityFile, `ssh -G` lists the usual names.
  if (!listed || isDefault(listed, /^~\/\.ssh\/id_[a-z0-9_]+$/, 4)) {
    return { files: usualKeys.map((name) => join(tokens.home, '.ssh', name)), named: false };
  }
  return {
    files: listed.filter((file) => file !== 'none').map((file) => expandPath(file, tokens)),
    named: true,
  };
}

function isDefault(listed: readonly string[], usual: RegExp, atLeast: number): boolean {
  return listed.length >= atLeast && listed.every((file) => usual.test(file));
}
