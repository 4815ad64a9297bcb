// The proof of keys of apt.
import { createHash } from 'node:crypto';
import { aptKey, Secret, sh } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/packages/apt-key.js';
import type { AptKeyWant } from '../../../lib/resources/packages/apt-key.js';
import { proofOf, type Refused } from '../proof.js';
import { armoredKey, binaryKey } from '../fixtures/public-keys.js';
import { serve, servedUrl, stopServing } from '../fixtures/served.js';

const name = 'trueup-tried';
const path = `/etc/apt/keyrings/${name}.asc`;
const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
const wanted: AptKeyWant = { name, url: servedUrl('one.asc'), fingerprints: [armoredKey.fingerprint] };
const want = aptKey(wanted);
const to = armoredKey.fingerprint.replaceAll(' ', '');
const other: AptKeyWant = { name, url: servedUrl('two.gpg'), sha256: sha256(binaryKey.bytes) };
const summed = aptKey(other);
const sum = `SHA-256 ${sha256(binaryKey.bytes)}`;
const found = (text: string, more: string, kind = '81a4'): string =>
  `found 0\n${kind}:0:0:4:root:root\n${sha256(text)}  ${path}\n.\n${more}`;
const two = 'trueup-tried2';
const id = `apt.key ${name}`;
const direct = '/etc/apt/apt.conf.d/99trueup-tried';
/** A bare host has only apt's own program to fetch with, which would ask the lab's proxy. */
const served = sh`
printf '%s\n' 'Acquire::http::Proxy::127.0.0.1 "DIRECT";' >${direct}
${serve({ 'one.asc': armoredKey.text, 'two.gpg': binaryKey.bytes })}`;
const gone = sh`rm -f ${[path, `/etc/apt/keyrings/${two}.asc`, direct]}
${stopServing}`;
const refused = (what: string, wrong: Partial<AptKeyWant>): Refused => [
  what,
  () => aptKey({ ...wanted, ...wrong }),
];

export const proof = proofOf<AptKeyWant>({
  type: 'apt.key',
  cases: [
    {
      name: 'a missing key comes',
      want,
      answer: 'found\n.\n',
      then: [{ verb: 'create', what: 'key', to }],
    },
    { name: 'a key with the fingerprint is left alone', want, answer: found('x', `key 0 ${to}\n`), then: [] },
    {
      name: 'another key is told by its fingerprint, and what is no key by what it is',
      want,
      answer: found('x', `key 0 it is empty\n`),
      then: [{ verb: 'update', what: 'key', from: 'it is empty', to }],
    },
    {
      name: 'a second key in the file is a difference',
      want,
      answer: found('x', `key 0 ${'0'.repeat(40)} ${to}\n`),
      then: [{ verb: 'update', what: 'key', from: `${'0'.repeat(40)} ${to}`, to }],
    },
    {
      name: 'a key is known by the digest of its binary form, too',
      want: summed,
      answer: found('text', `key 0 x\nbare 0 ${sha256(binaryKey.bytes)}  -\n`),
      then: [],
    },
    {
      name: 'a file with another digest is told, and a leftover of a killed run',
      want: summed,
      answer: found('text', `key 0 x\nleft 0\n`, '81b4'),
      then: [
        { verb: 'remove', what: 'leftover from an interrupted run' },
        { verb: 'update', what: 'key', from: `SHA-256 ${sha256('text')}`, to: sum },
        { verb: 'update', what: 'mode', from: '0664', to: '0644' },
      ],
    },
    {
      name: 'the same key in another file is told where both are declared',
      want: aptKey({ ...other, fingerprints: [binaryKey.fingerprint.toLowerCase()] }),
      answer: found('text', `key 0 ${binaryKey.fingerprint}\n`),
      then: [{ verb: 'update', what: 'key', from: `SHA-256 ${sha256('text')}`, to: sum }],
    },
    {
      name: 'a directory is told',
      want,
      answer: 'found 0\n41ed:0:0:4096:root:root\n.\n',
      then: [
        { verb: 'update', what: 'kind', from: 'directory', to: 'file' },
        { verb: 'create', what: 'key', to },
      ],
    },
    {
      name: 'a file that could not be read is not a different one',
      want,
      answer: `found 0\n81a4:0:0:4:root:root\n.\n`,
      then: { unreadable: 'its content could not be read' },
    },
  ],
  samples: [
    {
      resource: aptKey({ ...wanted, url: new Secret('https://me:secret@example.org/key') }),
      answer: 'found\n.\n',
    },
  ],
  refused: [
    refused('a name that apt passes over', { name: 'x.y' }),
    ['neither fingerprint nor digest', () => aptKey({ name, url: wanted.url })],
    refused('an empty list of fingerprints', { fingerprints: [] }),
    refused('a key id, which can be forged', { fingerprints: ['E469AEC4B3E9AAD4'] }),
    refused('another kind of digest', { sha256: 'd'.repeat(40) }),
    refused('a file of the host', { url: 'file:///etc/shadow' }),
    refused('credentials that everybody would see', { url: 'https://me:secret@example.org/a' }),
  ],
  cycle: {
    title: 'A key of apt',
    before: sh`${gone}
${served}`,
    after: gone,
    resources: [want, aptKey({ ...other, name: two })],
    atFirst: [`${id}: create key`, `apt.key ${two}: create key`],
    tamperings: [
      {
        name: 'another key',
        by: sh`cat /usr/share/keyrings/debian-archive-keyring.gpg >${path}`,
        changes: [`${id}: update key`],
      },
      {
        name: 'a key that was added',
        by: sh`base64 -d >>${`/etc/apt/keyrings/${two}.asc`} <<'end'
${{ text: Buffer.from(armoredKey.text).toString('base64'), masked: '', blobs: [] }}
end`,
        changes: [`apt.key ${two}: update key`],
      },
      {
        name: 'a line beside a key whose digest is declared',
        by: sh`echo stray >>${`/etc/apt/keyrings/${two}.asc`}`,
        changes: [`apt.key ${two}: update key`],
      },
      {
        name: 'another mode',
        by: sh`chmod 600 ${path}; systemctl stop trueup-served`,
        changes: [`${id}: update mode`],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'a key of apt',
      prepare: served,
      before: () => [want],
      after: () => [summed],
      look: sh`stat -c %a ${path}; cat ${path}`,
      cleanUp: gone,
    },
  ],
  removal: 'none: it has no `remove`, so what it made stays',
});
