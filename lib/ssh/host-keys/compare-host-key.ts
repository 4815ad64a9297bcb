// Compares the key that a host presents with the known ones.
import { keyType } from './key-blob.js';
import { namesHost, type KnownKey } from './known-hosts.js';

export type Verdict =
  | { readonly is: 'known' }
  | { readonly is: 'revoked'; readonly by: KnownKey }
  /** Other keys are known for this name. */
  | { readonly is: 'changed'; readonly instead: readonly KnownKey[] }
  /** `authorities`: only certificate authorities are known for this name. */
  | { readonly is: 'unknown'; readonly authorities: boolean };

/** Names to look for: `[host]:port`, and then plain `host` as ssh does. */
export function namesOf(knownAs: string): readonly string[] {
  const plain = /^\[(.*)\]:\d+$/.exec(knownAs)?.[1];
  return plain === undefined ? [knownAs] : [knownAs, plain];
}

/** Judges a key by the lines that name its host. */
export function judgeHostKey(keys: readonly KnownKey[], knownAs: string, blob: Buffer): Verdict {
  const same = (key: KnownKey): boolean => key.blob.equals(blob);
  const [exact = knownAs, plain] = namesOf(knownAs);
  const about = keys.filter((key) => namesHost(key.hosts, exact));
  const aboutPlain = plain === undefined ? [] : keys.filter((key) => namesHost(key.hosts, plain));
  const revoked = [...about, ...aboutPlain].find((key) => key.marker === 'revoked' && same(key));
  if (revoked) return { is: 'revoked', by: revoked };
  const usable = about.filter((key) => key.marker === undefined);
  if (usable.some(same)) return { is: 'known' };
  if (usable.length > 0) {
    // A person compares the key with a line of the same type.
    const alike = usable.filter((key) => key.type === keyType(blob));
    return { is: 'changed', instead: alike.length > 0 ? alike : usable };
  }
  // A line without a port vouches for another port, but never contradicts it: two servers may share an address.
  if (aboutPlain.some((key) => key.marker === undefined && same(key))) return { is: 'known' };
  return { is: 'unknown', authorities: about.some((key) => key.marker === 'cert-authority') };
}

/** The types of the keys that are known for this name. */
export function knownTypes(keys: readonly KnownKey[], knownAs: string): ReadonlySet<string> {
  for (const name of namesOf(knownAs)) {
    const types = keys
      .filter((key) => key.marker === undefined && namesHost(key.hosts, name))
      .map((key) => key.type);
    if (types.length > 0) return new Set(types);
  }
  return new Set();
}
