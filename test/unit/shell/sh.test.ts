import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { Secret } from '../../../lib/model/secret.js';
import { sh } from '../../../lib/shell/sh.js';

const nasty = [
  'plain',
  '',
  ' ',
  "it's",
  '"double"',
  '$(reboot)',
  '`reboot`',
  '$HOME',
  '${HOME}',
  'a\nb\n',
  '\\',
  "\\'",
  '-rf',
  '--',
  '*',
  '~',
  'ü→漢',
  '\t',
  '!x',
  "'",
  "''",
  '#no comment',
  ';:',
  '\r\n',
  '\u0001\u007f',
];

describe('sh', () => {
  for (const [name, shell] of [
    ['dash', ['dash']],
    ['busybox', ['busybox', 'sh']],
  ] as const) {
    it(`delivers any string literally to ${name}`, () => {
      for (const value of nasty) {
        const script = sh`printf %s ${value}`;
        const out = execFileSync(shell[0], [...shell.slice(1)], { input: script.text, encoding: 'utf8' });
        assert.equal(out, value);
      }
    });
  }

  it('refuses a value inside double quotes', () => {
    assert.throws(() => sh`echo "${'x'}"`, /inside quotes/);
  });

  it('refuses a value inside single quotes', () => {
    assert.throws(() => sh`echo '${'x'}'`, /inside quotes/);
  });

  it('allows a value inside a command substitution inside double quotes', () => {
    assert.equal(sh`echo "$(cat ${'a b'})" ${'c'}`.text, `echo "$(cat 'a b')" 'c'`);
  });

  it("isn't misled by an apostrophe in a comment", () => {
    assert.equal(
      sh`# it's
echo ${'x'}`.text,
      "# it's\necho 'x'",
    );
  });

  it('refuses NUL', () => {
    assert.throws(() => sh`echo ${'a\0b'}`, /NUL/);
  });

  it('reveals a secret in the text and masks it in the masked text', () => {
    const script = sh`printf %s ${new Secret('hunter2')}`;
    assert.equal(script.text, "printf %s 'hunter2'");
    assert.equal(script.masked, "printf %s '***'");
  });

  it('spreads a list into words and splices a script', () => {
    assert.equal(sh`echo ${['a', 'b c']} && ${sh`true ${'x'}`}`.text, "echo 'a' 'b c' && true 'x'");
  });

  it('keeps a shell expansion written with a backslash', () => {
    assert.equal(sh`echo "\${HOME}"`.text, 'echo "${HOME}"');
  });
});
