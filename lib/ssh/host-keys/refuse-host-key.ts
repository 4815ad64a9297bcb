// Refuses a host key: what is wrong with it, and how a person finds out whether it is the right one.
import { TrueupError } from '../../model/trueup-error.js';
import type { Verdict } from './compare-host-key.js';
import { fingerprint, keyType } from './key-blob.js';
import type { KnownKey } from './known-hosts.js';

/** `swapped`: a second key exchange of one connection brought another key. */
export type Refusal = Exclude<Verdict, { readonly is: 'known' }> | { readonly is: 'swapped' };

/** The E_HOST_KEY for a key that `host` presents; `knownAs` is its name in known_hosts. */
export function refuseHostKey(host: string, knownAs: string, blob: Buffer, refusal: Refusal): TrueupError {
  const [what, hint] = reasonOf(refusal, knownAs, blob);
  const shown = `${keyType(blob)} ${fingerprint(blob)}`;
  const message = `${host}: the host key of ${knownAs} ${what}; the server presented ${shown}`;
  return new TrueupError('E_HOST_KEY', message, { host, hint });
}

function reasonOf(refusal: Refusal, knownAs: string, blob: Buffer): readonly [what: string, hint: string] {
  switch (refusal.is) {
    case 'swapped':
      return ['changed during the connection', 'Someone may be intercepting the connection: do not log in.'];
    case 'revoked':
      return [
        `is revoked by ${place(refusal.by)}`,
        'This key is known to be compromised. On the host, delete it and generate a new one (ssh-keygen -A), then accept that one.',
      ];
    case 'changed':
      return changed(refusal.instead, knownAs);
    case 'unknown':
      return ['is unknown', refusal.authorities ? onlyAuthorities : compareHint(keyType(blob))];
  }
}

function changed(instead: readonly KnownKey[], knownAs: string): readonly [what: string, hint: string] {
  const known = instead.map((key) => `${place(key)} has ${key.type} ${fingerprint(key.blob)}`).join(', ');
  const files = [...new Set(instead.map((key) => key.file))];
  const remove = files.map((file) => `ssh-keygen -R ${quoted(knownAs)} -f ${quoted(file)}`);
  return [
    `changed: ${known}`,
    `Someone may be intercepting the connection. If the host was reinstalled, compare the new fingerprint with the one on its console, then run ${remove.join(' && ')}`,
  ];
}

const onlyAuthorities =
  'Only a certificate authority is known for this server, and ssh2 cannot use it. Set ansible_connection: openssh.';

/** For an unknown key. `type` is the key's type, as in known_hosts; if undefined, all of the host's keys are shown. */
export function compareHint(type: string | undefined): string {
  const show =
    type === undefined
      ? 'for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $key; done'
      : `ssh-keygen -lf /etc/ssh/ssh_host_${/ed25519|ecdsa/.exec(type)?.[0] ?? 'rsa'}_key.pub`;
  return `Compare the fingerprint with the one on the host's console (${show}), then run once with --accept-new.`;
}

function place(key: KnownKey): string {
  return `${key.file}:${key.line}`;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
