// The proof of lines in other programs' files.
import { line, Secret, sh } from '../../../lib/kit.js';
import type { LineWant } from '../../../lib/resources/files/line.js';
import { base64 } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/files/line.js';
import { proofOf, type Refused } from '../proof.js';

const path = '/etc/app.conf';
const says = (text: string, mode = '81a4'): string => `found 0\n${mode}:0:0:9:root:root\n${base64(text)}\n`;
const port = line({ path, line: 'port = 80', match: '^#?\\s*port\\b' });
const inSection = line({ path, line: 'port=1', match: '^port=', after: '[server]', before: '[client]' });
const plain = line({ path, line: 'include extra' });
const hidden = line({ path, line: new Secret('password = x'), match: '^password' });
const fits = `of ${path} match "^#?\\\\s*port\\\\b", which must match only one`;
const refused = (what: string, wrong: Partial<LineWant>): Refused => [
  what,
  () => line({ path, line: 'port = 80', ...wrong }),
];

const tried = '/etc/trueup-line.conf';
const theirs = '# theirs\n\n[server]\nport=1\n[client]\nport=1\n 007 \n"it\'s" $x \\n `y`';
const before = sh`printf '%s' ${theirs} >${tried}; chmod 640 ${tried}; chown nobody ${tried}`;
const readable = sh`printf '%s' ${theirs} >${tried}; chmod 644 ${tried}`;
const gone = sh`rm -f ${tried}`;
const look = sh`stat -c '%a %U' ${tried}; cat ${tried}`;
const ours = [
  line({ path: tried, line: 'port=2', match: '^port=', after: '[client]' }),
  line({ path: tried, line: 'name=a b', after: '[server]', before: '[client]' }),
  line({ path: tried, line: '7' }),
];
const [change, insert, last] = ['^port= in', 'name=a b in', '7 in'].map((one) => `line ${one} ${tried}`);
const changed = `${change} after [client]: update line`;

export const proof = proofOf<LineWant>({
  type: 'line',
  cases: [
    { name: 'a line that is there is left alone', want: plain, answer: says('a\ninclude extra'), then: [] },
    {
      name: 'a line that is not there is put in',
      want: plain,
      answer: says('include extra \n'),
      then: [{ verb: 'create', what: 'line', to: 'include extra' }],
    },
    {
      name: 'a line that matches is replaced',
      want: port,
      answer: says('#port = 1\nports\n'),
      then: [{ verb: 'update', what: 'line', from: '#port = 1', to: 'port = 80' }],
    },
    {
      name: 'nobody guesses which of several lines is meant',
      want: port,
      answer: says('#port = 1\nx\nport = 80\n'),
      then: { unreadable: `lines 1, 3 ${fits}` },
    },
    { name: 'the same line twice is there', want: port, answer: says('port = 80\nport = 80\n'), then: [] },
    {
      name: 'a line elsewhere is another one',
      want: inSection,
      answer: says('port=1\n[server]\n[client]\nport=2\n'),
      then: [{ verb: 'create', what: 'line', to: 'port=1' }],
    },
    {
      name: 'a place that is not there yet is unknown',
      want: inSection,
      answer: says('[client]\n[server]\n'),
      then: { unreadable: `${path} has no line "[client]"` },
    },
    {
      name: 'a missing file is somebody else’s to make',
      want: plain,
      answer: 'found\n\n',
      then: { unreadable: `${path} is missing` },
    },
    {
      name: 'a missing file is made where that is declared',
      want: line({ path, line: 'x', create: true, validate: ['true', '-t'] }),
      answer: 'found\n\n',
      then: [{ verb: 'create', what: 'line', to: 'x' }],
    },
    {
      name: 'a secret line differs as a secret',
      want: hidden,
      answer: says('password = y\n'),
      then: [
        { verb: 'update', what: 'line', from: new Secret('password = y'), to: new Secret('password = x') },
      ],
    },
    {
      name: 'sudo’s rules are changed with the way back prepared',
      want: line({ path: '/etc/sudoers', line: 'x', before: 'y' }),
      answer: says('y\n'),
      then: [{ verb: 'create', what: 'line', to: 'x' }],
    },
  ],
  refused: [
    refused('two lines', { line: 'a\nb' }),
    refused('no text', { line: '' }),
    refused('a place of two lines', { after: 'a\rb' }),
    refused('a match that is no regular expression', { match: '(' }),
    refused('a match that does not fit its line', { match: '^ports' }),
    refused('a secret whose name would show it', { line: new Secret('x') }),
    refused('a relative path', { path: 'etc/x' }),
    refused('a judge without a name', { validate: [] }),
  ],
  cycle: {
    title: 'Lines of a file',
    before,
    after: gone,
    resources: ours,
    atFirst: [changed, `${insert} after [server] before [client]: create line`, `${last}: create line`],
    tamperings: [
      { name: 'another line', by: sh`sed -i 's/^port=2/port=3/' ${tried}`, changes: [changed] },
      { name: 'a line that is gone', by: sh`sed -i '/^7$/d' ${tried}`, changes: [`${last}: create line`] },
    ],
  },
  drift: tamper,
  rollback: [
    { title: 'lines of a file', prepare: readable, before: () => [], after: () => ours, look, cleanUp: gone },
    {
      title: 'a line of a file that it made',
      before: () => [],
      after: () => [
        line({ path: tried, line: 'x', create: true }),
        line({ path: tried, line: 'y', create: true }),
      ],
      look: sh`cat ${tried} 2>&1 || true`,
      cleanUp: gone,
    },
    {
      title: 'a line that may be a secret, which is said',
      prepare: before,
      before: () => [],
      after: () => ours.slice(0, 1),
      look,
      cleanUp: gone,
      stays: /it is not world-readable/,
    },
  ],
  removal: {
    name: 'a line of a file',
    resources: [line({ path: '/etc/environment', line: 'TRUEUP_TRIED=1' })],
    there: sh`grep -qx TRUEUP_TRIED=1 /etc/environment`,
  },
});
