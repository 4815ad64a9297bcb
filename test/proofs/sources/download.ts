// The proof of downloads.
import { createHash } from 'node:crypto';
import { download, packages, Secret, sh } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/sources/download.js';
import type { DownloadWant } from '../../../lib/resources/sources/download.js';
import { proofOf, type Refused } from '../proof.js';
import { serve, servedUrl, stopServing } from '../fixtures/served.js';

const path = '/usr/local/bin/trueup-tried';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const [one, two] = ['#!/bin/sh\necho one\n', '#!/bin/sh\necho two\n'];
const wanted = (text: string, name: string): DownloadWant => ({
  path,
  url: servedUrl(name),
  sha256: sha256(text),
  mode: '0755',
});
const want = download(wanted(two, 'two'));
const sum = `SHA-256 ${sha256(two)}`;
const found = (text: string, kind = '81ed'): string =>
  `found 0\n${kind}:0:0:4:root:root\n${sha256(text)}  ${path}\n.\n`;
const needed = packages({ names: ['curl'] });
const before = serve({ one, two });
const gone = sh`rm -f ${path} ${path}.orphaned
${stopServing}`;
const bare = sh`${gone}
dpkg --purge curl 2>&1`;
const id = `download ${path}`;
const refused = (what: string, wrong: Partial<DownloadWant>): Refused => [
  what,
  () => download({ ...wanted(one, 'one'), ...wrong }),
];

export const proof = proofOf<DownloadWant>({
  type: 'download',
  cases: [
    {
      name: 'a missing file comes',
      want,
      answer: 'found\n.\n',
      then: [{ verb: 'create', what: 'content', to: sum }],
    },
    { name: 'a file with the digest is left alone', want, answer: found(two), then: [] },
    {
      name: 'another file is told by its digest',
      want,
      answer: found(one),
      then: [{ verb: 'update', what: 'content', to: sum, from: `SHA-256 ${sha256(one)}` }],
    },
    {
      name: 'another mode alone fetches nothing',
      want,
      answer: found(two, '81a4'),
      then: [{ verb: 'update', what: 'mode', from: '0644', to: '0755' }],
    },
    {
      name: 'what a killed run left is told',
      want,
      answer: `${found(two)}left 0\n`,
      then: [{ verb: 'remove', what: 'leftover from an interrupted run' }],
    },
    {
      name: 'a directory is told',
      want,
      answer: 'found 0\n41ed:0:0:4096:root:root\n.\n',
      then: [
        { verb: 'update', what: 'kind', from: 'directory', to: 'file' },
        { verb: 'create', what: 'content', to: sum },
      ],
    },
    {
      name: 'a file that could not be read is not a different one',
      want,
      answer: 'found 0\n81a4:0:0:4:root:root\n.\n',
      then: { unreadable: 'its content could not be read' },
    },
  ],
  refused: [
    refused('no digest', { sha256: '' }),
    refused('another kind of digest', { sha256: 'd'.repeat(40) }),
    refused('a file of the host', { url: 'file:///etc/shadow' }),
    refused('a URL of two lines', { url: 'https://example.org/a\noutput = "/etc/passwd"' }),
    refused('a URL that ends its quotation', { url: 'https://example.org/a"' }),
    refused('credentials that everybody would see', { url: 'https://me:secret@example.org/a' }),
    refused('a secret that is no URL', { url: new Secret('--upload-file /etc/shadow') }),
    refused('a relative path', { path: 'x' }),
    refused('a mode of three digits', { mode: '755' }),
    refused('an owner that is an option', { owner: '-R' }),
  ],
  cycle: {
    title: 'A download',
    before: sh`${bare}
${before}`,
    after: bare,
    resources: [needed, want],
    atFirst: ['apt.packages curl: create package curl', `${id}: create content`],
    tamperings: [
      { name: 'another content', by: sh`echo x >>${path}`, changes: [`${id}: update content`] },
      {
        name: 'another mode',
        by: sh`chmod 700 ${path}; systemctl stop trueup-served`,
        changes: [`${id}: update mode`],
      },
      { name: 'another owner', by: sh`chown nobody ${path}`, changes: [`${id}: update owner`] },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'a download',
      prepare: before,
      before: () => [needed, download(wanted(one, 'one'))],
      after: () => [needed, want],
      look: sh`stat -c %a ${path}; cat ${path}`,
      cleanUp: gone,
    },
  ],
  removal: {
    name: 'a download',
    resources: [needed, download({ ...wanted(two, 'two'), path: '/etc/trueup-gone.download' })],
    there: sh`
# what is served is there as long as this test
[ -e /run/trueup-served/two ] || { ${before}
}
[ -e /etc/trueup-gone.download ]`,
  },
});
