// The proof of certificates.
import { sh, certificate, Secret, directory } from '../../../lib/kit.js';
import { issueLeaf, createCa } from '../../../lib/pki/local-ca.js';
import { tamper } from '../../../lib/testing/tamper/files/certificate.js';
import { proofOf } from '../proof.js';

const folder = '/etc/trueup-tls';
const [pem, key] = [`${folder}/site.pem`, `${folder}/site.key`];
const ca = await createCa('test CA');
const leaf = await issueLeaf(ca, { names: ['www.example.org'] });
const tls = `certificate ${pem}`;
const root = '/srv/trueup-types';

const [chain, privateKey] = [leaf.certificate + ca.certificate, new Secret(leaf.key)];

export const proof = proofOf<{ certificate: string; key: string; keyMode?: string }>({
  type: 'certificate',
  cases: 'test/unit/resources/certificate.test.ts',
  samples: [
    {
      resource: certificate({
        certificate: '/etc/c',
        key: '/etc/k',
        chain: ca.certificate,
        privateKey: new Secret(ca.key),
      }),
      answer: 'found\n.\n',
    },
  ],
  refused: 'test/unit/resources/certificate.test.ts',
  cycle: {
    title: 'A certificate',
    before: sh`rm -rf ${folder}; mkdir ${folder}`,
    after: sh`rm -rf ${folder}`,
    resources: [
      certificate({
        certificate: pem,
        key,
        chain,
        privateKey,
        group: 'adm',
        keyMode: '0640',
      }),
    ],
    atFirst: [`${tls}: create key ${key}`, `${tls}: create certificate ${pem}`],
    tamperings: [
      {
        name: 'a key that all may read',
        by: sh`chmod 644 ${key}`,
        changes: [`${tls}: update mode of ${key}`],
      },
      {
        name: 'a key of another group',
        by: sh`chgrp root ${key}`,
        changes: [`${tls}: update group of ${key}`],
      },
      { name: 'another key', by: sh`echo x >${key}`, changes: [`${tls}: update key ${key}`] },
      {
        name: 'a certificate that is gone',
        by: sh`rm ${pem}`,
        changes: [`${tls}: create certificate ${pem}`],
      },
      {
        name: 'a pair that was swapped',
        by: sh`mv ${key} ${folder}/x; mv ${pem} ${key}; mv ${folder}/x ${pem}; chown root:adm ${folder}/*; chmod 644 ${pem}; chmod 640 ${key}`,
        changes: [`${tls}: update key ${key}`, `${tls}: update certificate ${pem}`],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'certificate that was not there',
      before: () => [directory({ path: root })],
      after: () => [
        directory({ path: root }),
        certificate({
          ...{
            certificate: `${root}/site.pem`,
            key: `${root}/site.key`,
            chain,
          },
          privateKey,
        }),
      ],
      look: sh`ls -A ${root}`,
      cleanUp: sh`rm -rf ${root}`,
    },
  ],
  removal: 'none: it has no `remove`, so what it made stays',
});
