// The proof of blocks in other programs' files.
import { block, Secret, sh } from '../../../lib/kit.js';
import type { BlockWant } from '../../../lib/resources/files/block.js';
import { base64 } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/files/block.js';
import { proofOf, type Refused } from '../proof.js';

const path = '/etc/app.conf';
const says = (text: string, mode = '81a4'): string => `found 0\n${mode}:0:0:9:root:root\n${base64(text)}\n`;
const want = block({ path, name: 'app', content: 'one\ntwo\n' });
const inside = (text: string): string => `# trueup: begin app\n${text}\n# trueup: end app\n`;
const to = 'one\ntwo';
const created = [{ verb: 'create', what: 'block', to }] as const;
const refused = (what: string, wrong: Partial<BlockWant>): Refused => [
  what,
  () => block({ path, name: 'app', content: 'x', ...wrong }),
];

const tried = '/etc/trueup-block.conf';
const theirs = '# theirs\n[a]\n}\n[b]\n 007 \n"it\'s" $x \\n `y`';
const before = sh`printf '%s' ${theirs} >${tried}; chmod 644 ${tried}; chown nobody ${tried}`;
const gone = sh`rm -f ${tried}`;
const look = sh`stat -c '%a %U' ${tried}; cat ${tried}`;
const ours = [
  block({ path: tried, name: 'first', content: 'x {\n}\n', after: '[a]', before: '[b]' }),
  block({ path: tried, name: 'second', content: 'y' }),
];
const [first, second] = ['first', 'second'].map((name) => `block ${name} in ${tried}`);

export const proof = proofOf<BlockWant>({
  type: 'block',
  cases: [
    { name: 'a block that is there is left alone', want, answer: says(`a\n${inside(to)}b\n`), then: [] },
    { name: 'a missing block is put in', want, answer: says('one\ntwo\n'), then: created },
    {
      name: 'another name’s block is another’s',
      want: block({ path, name: 'b', content: to }),
      answer: says(inside(to)),
      then: created,
    },
    {
      name: 'other lines in it are a difference',
      want,
      answer: says(inside('one')),
      then: [{ verb: 'update', what: 'block', from: 'one', to }],
    },
    { name: 'a lost end is none', want, answer: says('# trueup: begin app\none\ntwo\nb\n'), then: created },
    { name: 'a lost beginning is none', want, answer: says('one\ntwo\n# trueup: end app\n'), then: created },
    {
      name: 'a place that is not there yet is unknown',
      want: block({ path, name: 'app', content: 'x', after: '[a]', comment: ';' }),
      answer: says('[b]\n'),
      then: { unreadable: `${path} has no line "[a]"` },
    },
    {
      name: 'a missing file is somebody else’s to make',
      want,
      answer: 'found\n\n',
      then: { unreadable: `${path} is missing` },
    },
    {
      name: 'a missing file is made where that is declared',
      want: block({ path, name: 'app', content: to, create: true, validate: ['true', '-t'] }),
      answer: 'found\n\n',
      then: created,
    },
    {
      name: 'a secret differs as a secret',
      want: block({ path, name: 'app', content: new Secret('x') }),
      answer: says(inside('y')),
      then: [{ verb: 'update', what: 'block', from: new Secret('y'), to: new Secret('x') }],
    },
  ],
  refused: [
    refused('a name of two lines', { name: 'a\nb' }),
    refused('no name', { name: '' }),
    refused('a comment that is a word', { comment: 'rem' }),
    refused('a place of two lines', { before: 'a\nb' }),
    refused('a content with its own end', { content: 'a\n# trueup: end app\nb' }),
    refused('a relative path', { path: 'etc/x' }),
    refused('a judge without a name', { validate: [] }),
  ],
  cycle: {
    title: 'Blocks of a file',
    before,
    after: gone,
    resources: ours,
    atFirst: [`${first}: create block`, `${second}: create block`],
    tamperings: [
      {
        name: 'a line put into it',
        by: sh`sed -i '/^x {/a 1' ${tried}`,
        changes: [`${first}: update block`],
      },
      { name: 'a lost end', by: sh`sed -i '/end first/d' ${tried}`, changes: [`${first}: create block`] },
      {
        name: 'a lost beginning',
        by: sh`sed -i '/begin first/d' ${tried}`,
        changes: [`${first}: create block`],
      },
      {
        name: 'all of it gone but our lines',
        by: sh`sed -i '/trueup:/d' ${tried}`,
        changes: [`${first}: create block`, `${second}: create block`],
      },
    ],
  },
  drift: tamper,
  rollback: [
    { title: 'blocks of a file', prepare: before, before: () => [], after: () => ours, look, cleanUp: gone },
    {
      title: 'a block as it was, and others’ later lines',
      prepare: before,
      before: () => [block({ path: tried, name: 'first', content: 'old' })],
      after: () => ours,
      look,
      cleanUp: gone,
    },
  ],
  removal: {
    name: 'a block of a file',
    resources: [block({ path: '/etc/environment', name: 'tried', content: 'TRUEUP_TRIED=1' })],
    there: sh`grep -q -e TRUEUP_TRIED -e trueup: /etc/environment`,
  },
});
