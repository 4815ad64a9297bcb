// A TLS certificate with its chain and its key, that belong together.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Change, Resource, ResourceType } from '../model/resource.js';
import type { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import { sh } from '../shell/sh.js';
import { checkMode, checkOwner, checkPath } from './check-words.js';
import { defineResource } from './define-resource.js';
import type { FileHave } from './file.js';
import { diffFiles, probeFiles, readFiles, replaceFiles } from './kept-files.js';
import type { FileContent } from './replace-file.js';

export interface CertificateWant {
  /** Path of the certificate file: the host's own first, then those that lead to the root. */
  readonly certificate: string;
  /** Path of the key file. */
  readonly key: string;
  /** PEM. */
  readonly chain: string;
  /** PEM, without passphrase. */
  readonly privateKey: Secret;
  readonly owner?: string;
  readonly group?: string;
  /** `0600` where absent. */
  readonly keyMode?: string;
}

/** The key goes first: whoever reads in between fails to match, but never serves with a stranger's key. */
function filesOf({
  certificate,
  key,
  chain,
  privateKey,
  owner,
  group,
  keyMode,
}: CertificateWant): readonly FileContent[] {
  const access = { ...(owner === undefined ? {} : { owner }), ...(group === undefined ? {} : { group }) };
  return [
    { path: key, content: privateKey, mode: keyMode ?? '0600', ...access },
    { path: certificate, content: chain, mode: '0644', ...access },
  ];
}

const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function certificatesOf(pem: string): readonly X509Certificate[] {
  return (pem.match(block) ?? []).map((text) => new X509Certificate(text));
}

/** `CN=www.foobar.com until 2027-03-01`. */
function inWords(pem: string | undefined): string {
  try {
    const [own] = certificatesOf(pem ?? '');
    if (!own) return 'no certificate';
    const subject = own.subject.replaceAll('\n', ', ');
    return `${subject === '' ? (own.subjectAltName ?? 'no name') : subject} until ${new Date(own.validTo).toISOString().slice(0, 10)}, serial ${own.serialNumber.slice(-8)}`;
  } catch {
    return 'something that is no certificate';
  }
}

const certificateType: ResourceType<CertificateWant, readonly FileHave[]> = {
  type: 'certificate',
  id: ({ certificate }) => certificate,
  inputs: ({ certificate, key }) => [certificate, key],
  probe: (wants) => probeFiles(wants.map(filesOf)),
  read: (answer, wants) => readFiles(answer, wants.map(filesOf)),

  diff(want, haves) {
    return diffFiles(filesOf(want), haves).map((change): Change => {
      if (!change.what.startsWith('content ')) return change;
      const what = change.what.replace(
        'content of',
        change.what.endsWith(` of ${want.key}`) ? 'key' : 'certificate',
      );
      if (what.startsWith('key')) return { verb: change.verb, what };
      const old = typeof change.from === 'string' ? { from: inWords(change.from) } : {};
      return { verb: change.verb, what, ...old, to: inWords(want.chain) };
    });
  },

  apply: (want, haves) => replaceFiles(filesOf(want), haves),

  // Without its key a certificate is worth nothing: both stay, or both go.
  undo: ({ certificate, key }, haves) =>
    haves.every(({ state }) => state.kind === 'missing')
      ? sh`rm -f -- ${[certificate, key]}`
      : `the key ${key} is a secret, of which no earlier copy is kept; apply the older commit instead`,
};

const make = defineResource(certificateType);

function refuse({ certificate }: CertificateWant, why: string, hint?: string): never {
  throw new TrueupError('E_INPUT', `certificate ${certificate}: ${why}`, hint === undefined ? {} : { hint });
}

/** Whether each certificate is vouched for by the next, the key fits the first, and none is past its time. */
function checkChain(want: CertificateWant): void {
  const chain = parsed(want, 'the chain', () => certificatesOf(want.chain));
  const key = parsed(want, 'the private key', () => createPrivateKey(want.privateKey.reveal()));
  const [own] = chain;
  if (!own) return refuse(want, 'the chain holds no certificate in PEM');
  if (!own.checkPrivateKey(key)) {
    const other = chain.slice(1).some((one) => one.checkPrivateKey(key));
    refuse(
      want,
      'the private key does not belong to the first certificate of the chain',
      other ? 'put the host’s own certificate first' : undefined,
    );
  }
  chain.forEach((one, at) => {
    const name = one.subject.replaceAll('\n', ', ');
    if (Date.parse(one.validTo) < Date.now()) refuse(want, `${name} expired on ${one.validTo}`);
    const next = chain[at + 1];
    if (next && !(one.checkIssued(next) && one.verify(next.publicKey))) {
      refuse(want, `${name} was not issued by the one after it, ${next.subject.replaceAll('\n', ', ')}`);
    }
  });
}

function parsed<T>(want: CertificateWant, what: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    // The cause is dropped on purpose: OpenSSL's words may quote the key.
    return refuse(want, `${what} can't be read as PEM`);
  }
}

/** Certificate and key, replaced together. Throws E_INPUT for a key that doesn't fit, a broken chain, or one past its time. */
export function certificate(want: CertificateWant): Resource {
  checkPath(want.certificate);
  checkPath(want.key);
  checkMode(want.keyMode);
  checkOwner(want.owner);
  checkOwner(want.group);
  checkChain(want);
  return make(want);
}
