// Changes and errors in words.
import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import type { Trouble } from '../../../lib/model/event.js';
import type { LabelledChange } from '../../../lib/model/resource.js';
import { Secret } from '../../../lib/model/secret.js';
import { changeLines } from '../../../cli/view/lines/change-lines.js';
import { troubleLines } from '../../../cli/view/lines/error-lines.js';
import { unifiedDiff } from '../../../cli/view/lines/unified-diff.js';
import { answersTogether } from '../../../cli/view/group-equal-answers.js';

const plainly = (lines: readonly string[]): readonly string[] => lines.map(stripVTControlCharacters);
const inWords = (change: LabelledChange, withDiff = true): string =>
  plainly(changeLines(change, withDiff)).join('\n');

const cases: readonly (readonly [name: string, change: LabelledChange, words: string])[] = [
  ['a creation', { verb: 'create', key: 'package nginx', what: 'package nginx' }, '+ create package nginx'],
  [
    'a removal with what was there',
    { verb: 'remove', key: 'link', what: 'link', from: '/a' },
    '- remove link /a',
  ],
  [
    'an update with both sides',
    { verb: 'update', key: 'mode', what: 'mode', from: '0666', to: '0644' },
    '~ update mode 0666 → 0644',
  ],
  [
    'an empty side',
    { verb: 'update', key: 'shell', what: 'shell', from: '', to: 'sh' },
    "~ update shell '' → sh",
  ],
  ['a run', { verb: 'run', key: 'reload', what: 'reload' }, '! run reload'],
  [
    'secrets, never shown',
    { verb: 'update', key: 'password', what: 'password', from: 'old', to: new Secret('canary\nlong') },
    '~ update password old → ***',
  ],
  [
    'a new text of several lines',
    { verb: 'create', key: 'content', what: 'content', to: 'a\nb\n' },
    '+ create content\n  @@ -1,0 +1,2 @@\n  +a\n  +b',
  ],
  [
    'a text without a line end',
    { verb: 'update', key: 'content', what: 'content', from: 'a\n', to: 'a' },
    '~ update content\n  @@ -1,1 +1,1 @@\n  -a\n  +a\n  No newline at end of file',
  ],
  [
    'control characters in a name',
    { verb: 'create', key: 'key \u001b[2J\nroot', what: 'key \u001b[2J\nroot' },
    '+ create key \\x1b[2J\\nroot',
  ],
];

describe('a change in words', () => {
  for (const [name, change, words] of cases)
    it(`shows ${name}`, () => {
      assert.equal(inWords(change), words);
    });

  it('shows no text where no diff is wanted', () => {
    assert.equal(
      inWords({ verb: 'create', key: 'content', what: 'content', to: 'a\nb\n' }, false),
      '+ create content',
    );
  });

  it('shows two long lines as a diff, so that they do not look the same', () => {
    const long = 'x'.repeat(80);
    const words = inWords({
      verb: 'update',
      key: 'options',
      what: 'options',
      from: `${long}1`,
      to: `${long}2`,
    });
    assert.match(words, /^ {2}-x+1$/m);
    assert.match(words, /^ {2}\+x+2$/m);
  });
});

describe('a diff', () => {
  it('ends after 200 lines and counts the rest', () => {
    const text = Array.from({ length: 1000 }, (_, at) => `${at}\n`).join('');
    const lines = plainly(unifiedDiff('', text));
    assert.equal(lines.length, 201);
    assert.equal(lines.at(-1), '(801 more lines)');
  });

  it('gives up on wholly different long texts in bounded time', () => {
    const text = (sign: string): string =>
      Array.from({ length: 20_000 }, (_, at) => `${sign}${at}\n`).join('');
    const lines = unifiedDiff(text('a'), text('b'));
    assert.deepEqual(lines, ['(too different to show line by line)']);
  });
});

describe('an error in words', () => {
  const trouble: Trouble = { code: 'E_APPLY', message: 'web1: file /x failed with status 1' };

  it('states, shows what the host said, and advises', () => {
    assert.deepEqual(plainly(troubleLines({ ...trouble, output: 'no space\nleft\n', hint: 'free some' })), [
      'E_APPLY: web1: file /x failed with status 1',
      '  | no space',
      '  | left',
      '  hint: free some',
    ]);
  });

  it('shows the end of a long output and says how much is missing', () => {
    const output = Array.from({ length: 100 }, (_, at) => `line ${at}`).join('\n');
    const lines = plainly(troubleLines({ ...trouble, output }));
    assert.equal(lines.length, 42);
    assert.equal(lines[1], '  | (60 earlier lines)');
    assert.equal(lines.at(-1), '  | line 99');
  });

  it('does not name a place twice', () => {
    const place = { file: 'a.yml', line: 1, column: 2 };
    assert.deepEqual(plainly(troubleLines({ ...trouble, message: 'a.yml:1:2: no', place })), [
      'E_APPLY: a.yml:1:2: no',
    ]);
  });

  it('shows a defect in one line with how to report it, and its stack only when asked for', () => {
    const defect: Trouble = { code: 'E_INTERNAL', message: 'x is undefined', output: 'at foo.ts:1' };
    const brief = plainly(troubleLines(defect));
    assert.equal(brief[0], 'E_INTERNAL: x is undefined');
    assert.match(brief.join('\n'), /please report it/);
    assert.ok(!brief.join('\n').includes('foo.ts'));
    assert.match(plainly(troubleLines(defect, true)).join('\n'), /foo\.ts:1/);
  });
});

describe('answers of hosts', () => {
  it('stand together where they are equal, failures last', () => {
    const ok = { status: 0, stdout: 'up\n', stderr: '' };
    const lines = answersTogether([
      ['db1', { status: 3, stdout: '', stderr: 'no such unit\n' }],
      ['web1', ok],
      ['web2', ok],
      ['lb1', { status: 0, stdout: '', stderr: '' }],
    ]);
    assert.deepEqual(plainly(lines), [
      'web1, web2 (2 hosts):',
      '  up',
      'lb1:',
      '  (no output)',
      'db1: exit status 3',
      '  no such unit',
    ]);
  });

  it('obey no control character', () => {
    const lines = answersTogether([['db1', { status: 0, stdout: '\u001b[31mred\r\n', stderr: '' }]]);
    assert.equal(stripVTControlCharacters(lines[1] ?? ''), '  \\x1b[31mred');
  });
});
