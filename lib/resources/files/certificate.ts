// A TLS certificate, its chain and its private key.
import type { Change, Resource, ResourceType } from '../../model/resource.js';
import { sh } from '../../shell/sh.js';
import { checkMode, checkOwner, checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import type { FileHave } from './file.js';
import { certificatesOf, subjectOf } from '../../pki/parse-certificates.js';
import { judgeChain, type Pair } from '../../pki/check-certificate.js';
import { diffFiles, probeFiles, readFiles, replaceFiles } from './owned-files.js';
import type { FileContent } from './replace-file.js';

export interface CertificateWant extends Pair {
  /** Path of the certificate file, which contains the host's own certificate, followed by the rest of the chain. */
  readonly certificate: string;
  /** Path of the key file. */
  readonly key: string;
  /** Owner of both files: a name or numeric ID. Defaults to `root`. */
  readonly owner?: string;
  /** Group of both files: a name or numeric ID. Defaults to `root`. */
  readonly group?: string;
  /** Mode of the key file: four octal digits. Defaults to `0600`. */
  readonly keyMode?: string;
}

/** The key is replaced first: a program that reads the files in between fails, because the pair doesn't match. */
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

/** Describes a certificate: `CN=www.foobar.com until 2027-03-01, serial 5A09C3F1`. */
function inWords(pem: string | undefined): string {
  try {
    const [own] = certificatesOf(pem ?? '');
    if (!own) return 'no certificate';
    return `${subjectOf(own)} until ${new Date(own.validTo).toISOString().slice(0, 10)}, serial ${own.serialNumber.slice(-8)}`;
  } catch {
    return 'not a certificate';
  }
}

const certificateType: ResourceType<CertificateWant, readonly FileHave[]> = {
  type: 'certificate',
  id: ({ certificate }) => certificate,
  paths: ({ certificate, key }) => [certificate, key],
  probe: (wants) => probeFiles(wants.map(filesOf)),
  read: (answer, wants) => readFiles(answer, wants.map(filesOf)),

  diff(want, haves) {
    return diffFiles(filesOf(want), haves).map((change): Change => {
      const { verb, key, from } = change;
      if (key === `content ${want.key}`) return { verb, key, what: `key ${want.key}` };
      if (key !== `content ${want.certificate}`) return change;
      const old = typeof from === 'string' ? { from: inWords(from) } : {};
      return { verb, key, what: `certificate ${want.certificate}`, ...old, to: inWords(want.chain) };
    });
  },

  apply: (want, haves) => replaceFiles(filesOf(want), haves),

  // A certificate is useless without its key: both stay, or both are removed.
  undo: {
    keeps: () => [],
    revert: ({ certificate, key }, haves) =>
      haves.every(({ state }) => state.kind === 'missing')
        ? sh`rm -f -- ${[certificate, key]}`
        : `the key ${key} is a secret, so no earlier copy is kept; apply the older commit instead`,
  },
};

const make = defineResource(certificateType);

/**
 * The files are replaced together. Throws E_INPUT if clients would reject the certificate, or if the key doesn't match
 * the certificate.
 */
export function certificate(want: CertificateWant): Resource {
  checkPath(want.certificate);
  checkPath(want.key);
  checkMode(want.keyMode);
  checkOwner(want.owner);
  checkOwner(want.group);
  judgeChain(`certificate ${want.certificate}`, want);
  return make(want);
}
