// The known_hosts format of sshd(8): reading lines, and finding those that name a host.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { keyType } from './key-blob.js';

/** One usable line of a known_hosts file. */
export interface KnownKey {
  readonly marker?: 'revoked' | 'cert-authority';
  /** Names and patterns, as written. */
  readonly hosts: string;
  readonly type: string;
  readonly blob: Buffer;
  readonly file: string;
  readonly line: number;
}

/** Reads a file's text. Lines without a valid key are left out, as ssh does. */
export function readKnownHosts(text: string, file: string): readonly KnownKey[] {
  return text.split('\n').flatMap((raw, index): KnownKey[] => {
    const fields = raw.trim().split(/[ \t]+/);
    if (/^(#|$)/.test(raw.trim())) return [];
    const marker = raw.trimStart().startsWith('@') ? fields.shift()?.slice(1) : undefined;
    if (marker !== undefined && marker !== 'revoked' && marker !== 'cert-authority') return [];
    const [hosts, type, base64] = fields;
    if (hosts === undefined || type === undefined || base64 === undefined) return [];
    const blob = Buffer.from(base64, 'base64');
    if (keyType(blob) !== type) return [];
    return [{ ...(marker === undefined ? {} : { marker }), hosts, type, blob, file, line: index + 1 }];
  });
}

/** Whether a line's host field matches this name (`host` or `[host]:port`). */
export function namesHost(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return matchesHash(hosts, name);
  let found = false;
  for (const pattern of hosts.split(',')) {
    const negated = pattern.startsWith('!');
    if (!matchesGlob(negated ? pattern.slice(1) : pattern, name)) continue;
    // One negated match outweighs every other.
    if (negated) return false;
    found = true;
  }
  return found;
}

/** A host field that doesn't show the name: `|1|salt|hash`. */
export function hashName(name: string, salt: Buffer): string {
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
}

function matchesHash(hosts: string, name: string): boolean {
  const [, version, salt, hash] = hosts.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function matchesGlob(pattern: string, name: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern.toLowerCase() === name;
  // Two pointers instead of a regular expression: a pattern with many stars must not take exponential time.
  const glob = pattern.toLowerCase();
  let p = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    if (glob[p] === '*') {
      star = p++;
      resume = n;
    } else if (glob[p] === '?' || glob[p] === name[n]) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++resume;
    } else return false;
  }
  while (glob[p] === '*') p++;
  return p === glob.length;
}
