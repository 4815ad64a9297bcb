// The proof of archives.
import { createHash } from 'node:crypto';
import { bundleOf, type Bundle } from '../../../lib/compile/bundles/bundle.js';
import { archive, packages, sh } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/sources/archive.js';
import type { ArchiveWant } from '../../../lib/resources/sources/archive.js';
import { proofOf, type Refused } from '../proof.js';
import { serve, servedUrl, stopServing } from '../fixtures/served.js';

const path = '/opt/trueup-tried';

/** A tarball with a folder in which is a program that says this. */
function packed(says: string): Promise<Bundle> {
  const none = Buffer.alloc(0);
  return bundleOf(says, [
    { name: 'tool-1', kind: 'directory', mode: 0o755, body: none },
    { name: 'tool-1/bin', kind: 'directory', mode: 0o755, body: none },
    { name: 'tool-1/bin/a b', kind: 'file', mode: 0o755, body: Buffer.from(`#!/bin/sh\necho '${says}'\n`) },
    { name: 'tool-1/latest', kind: 'link', mode: 0o777, body: Buffer.from('bin') },
  ]);
}

async function bytesOf(bundle: Bundle): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of bundle.open()) parts.push(part);
  return Buffer.concat(parts);
}

const [one, two] = [await packed('one'), await packed('two')];
const zip = Buffer.from(
  'UEsDBBQAAAAAAAAAIVAAAAAAAAAAAAAAAAACAAAAdC9QSwMEFAAAAAAAAAAhUKwAOscHAAAABwAAAAUAAAB0L2EgYnppcHBlZApQSwECFAMUAAAAAAAAACFQAAAAAAAAAAAAAAAAAgAAAAAAAAAAAAAA7UEAAAAAdC9QSwECFAMUAAAAAAAAACFQrAA6xwcAAAAHAAAABQAAAAAAAAAAAAAA7YEgAAAAdC9hIGJQSwUGAAAAAAIAAgBjAAAASgAAAAAA',
  'base64',
);
const from = ({ sha256 }: Bundle, name: string): ArchiveWant['from'] & object => ({
  url: servedUrl(name),
  sha256,
});
const want = archive({ path, from: from(two, 'two.tgz'), strip: 1 });
const older = archive({ path, bundle: one, strip: 1, owner: 'daemon' });
const zipped = archive({
  path: `${path}-zip`,
  from: { url: servedUrl('t.zip'), sha256: createHash('sha256').update(zip).digest('hex') },
  strip: 1,
});
const id = createHash('sha256').update(`${two.sha256} 1`).digest('hex').slice(0, 12);
const linked = `.trueup-tried-${id}`;
const whole = `current ${linked}\nwhole ${id}\nowner root:root 0:0\n`;

const needed = packages({ names: ['curl', 'unzip'] });
const files = { 'two.tgz': await bytesOf(two), 't.zip': zip };
const gone = sh`rm -rf ${path} ${`${path}-zip`} /opt/.trueup-tried-* ${`${path}.orphaned`}
${stopServing}`;
const bare = sh`${gone}
dpkg --purge curl unzip 2>&1`;
const look = sh`cd /opt; ls -A; for each in ./trueup-tried*/; do [ -e "$each" ] || continue; ls -lR --time-style=+ "$each"; "$each/bin/a b"; done`;
const me = `archive ${path}`;
const refused = (what: string, wrong: Partial<ArchiveWant>): Refused => [
  what,
  () => archive({ path, from: from(two, 'two.tgz'), ...wrong }),
];

export const proof = proofOf<ArchiveWant>({
  type: 'archive',
  cases: [
    {
      name: 'a missing folder is unpacked',
      want,
      answer: '== end\n',
      then: [{ verb: 'create', what: 'content', to: linked }],
    },
    { name: 'a whole folder is left alone', want, answer: `${whole}== end\n`, then: [] },
    {
      name: 'another archive’s folder is replaced',
      want,
      answer: 'current .trueup-tried-0123456789ab\n== end\n',
      then: [{ verb: 'update', what: 'content', from: '.trueup-tried-0123456789ab', to: linked }],
    },
    {
      name: 'what somebody changed is named, and unpacked beside',
      want,
      answer: `${whole}changed f 755 9 1700000000.5 ./bin/a b \nchanged d 755 bin\n== end\n`,
      then: [
        { verb: 'update', what: 'content', from: 'changed on the host: ./bin/a b, bin', to: `${linked}-2` },
      ],
    },
    {
      name: 'an earlier folder that is still whole is switched to',
      want,
      answer: `current elsewhere\nwhole ${id}\nowner root:root 0:0\n== end\n`,
      then: [{ verb: 'update', what: 'current', from: 'elsewhere', to: linked }],
    },
    {
      name: 'an owner may be a number',
      want: archive({ path, from: from(two, 'x'), strip: 1, owner: '0' }),
      answer: `${whole}== end\n`,
      then: [],
    },
    {
      name: 'another owner is told',
      want: older,
      answer: `current x\nwhole y\nowner daemon:root 1:0\nowner root:root 0:0\nleft\n== end\n`,
      then: [
        { verb: 'remove', what: 'leftover from an interrupted run' },
        { verb: 'update', what: 'owner', from: 'root:root', to: 'daemon:root' },
        { verb: 'update', what: 'current', from: 'x', to: '.trueup-tried-y' },
      ],
    },
    {
      name: 'a folder that somebody made is never replaced',
      want,
      answer: 'blocked\n== end\n',
      then: { unreadable: `${path} already exists and is not a symbolic link: move it out of the way` },
    },
    {
      name: 'an answer that ends early is none',
      want,
      answer: whole,
      then: { unreadable: 'the answer about archives is incomplete' },
    },
  ],
  refused: [
    refused('a relative path', { path: 'opt/x' }),
    refused('a top folder', { path: '/opt' }),
    refused('two sources', { bundle: one }),
    ['no source', () => archive({ path })],
    refused('no digest', { from: { url: 'https://example.org/x.tgz', sha256: '' } }),
    refused('less than no folder left out', { strip: -1 }),
    refused('an owner that is an option', { owner: '-R' }),
  ],
  cycle: {
    title: 'An archive',
    before: sh`${bare}
${serve(files)}`,
    after: bare,
    resources: [needed, want, zipped],
    atFirst: [
      'apt.packages curl unzip: create package curl',
      'apt.packages curl unzip: create package unzip',
      `${me}: create content`,
      `${me}-zip: create content`,
    ],
    tamperings: [
      { name: 'a changed file', by: sh`echo x >>${`${path}/bin/a b`}`, changes: [`${me}: update content`] },
      {
        name: 'a file that is gone',
        by: sh`rm ${`${path}-zip/a b`}`,
        changes: [`${me}-zip: update content`],
      },
      { name: 'another mode', by: sh`chmod 4755 ${`${path}/bin/a b`}`, changes: [`${me}: update content`] },
      {
        name: 'another owner',
        by: sh`chown nobody ${`${path}/bin/a b`}; systemctl stop trueup-served`,
        changes: [`${me}: update owner`],
      },
      { name: 'a link to elsewhere', by: sh`ln -sfn /usr ${path}`, changes: [`${me}: update current`] },
      { name: 'a link that is gone', by: sh`rm ${path}`, changes: [`${me}: create current`] },
      {
        name: 'what a killed run left',
        by: sh`mkdir ${`/opt/.trueup-tried-${'0'.repeat(12)}`}; : >${`/opt/.trueup-tried-${'0'.repeat(12)}.archive`}`,
        changes: [`${me}: remove leftover from an interrupted run`],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'an archive',
      prepare: serve(files),
      before: () => [needed, older],
      after: () => [needed, want],
      look,
      cleanUp: gone,
    },
    {
      title: 'an archive that was the first',
      prepare: serve(files),
      before: () => [needed],
      after: () => [needed, want],
      look,
      cleanUp: gone,
    },
    {
      title: 'an archive’s owner',
      before: () => [older],
      after: () => [archive({ path, bundle: one, strip: 1 })],
      look,
      cleanUp: gone,
    },
  ],
  removal: {
    name: 'an archive',
    resources: [archive({ path, bundle: one })],
    there: sh`ls -A /opt | grep -q trueup-tried`,
  },
});
