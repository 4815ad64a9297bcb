// One sealed value put into a YAML text: at its place, and nothing else moves.
import assert from 'node:assert/strict';
import { standsAt, withValue } from '../../../lib/secrets/set-value.js';

const write = () => Promise.resolve('"S"\n');

describe('withValue', () => {
  const cases: readonly (readonly [name: string, before: string, path: string, after: string])[] = [
    ['an empty file', '', 'a.b', 'a:\n  b: !age "S"\n'],
    ['a comment alone', '# c\n', 'a', '# c\na: !age "S"\n'],
    [
      'a new key below the last',
      'a:\n  x: 1 # c\n\nz: 2\n',
      'a.b',
      'a:\n  x: 1 # c\n  b: !age "S"\n\nz: 2\n',
    ],
    ['a new key after a block', 'a:\n  x: |\n    t\n', 'a.b', 'a:\n  x: |\n    t\n  b: !age "S"\n'],
    ['no newline at the end', 'a: 1', 'b', 'a: 1\nb: !age "S"\n'],
    ['a value in clear', 'a:\n  b: hunter2 # c\n  d: 1\n', 'a.b', 'a:\n  b: !age "S"\n  d: 1\n'],
    ['a key without a value', 'a:\n  b:\n  d: 1\n', 'a.b', 'a:\n  b: !age "S"\n  d: 1\n'],
    ['a sealed block', 'a: !age |\n  x\n  y\nb: 1\n', 'a', 'a: !age "S"\nb: 1\n'],
    [
      'a list item',
      'l:\n  - k: 1\n    p: old\n  - k: 2\n',
      'l.0.p',
      'l:\n  - k: 1\n    p: !age "S"\n  - k: 2\n',
    ],
    [
      'a new key of a list item',
      'l:\n  - k: 1\n  - k: 2\n',
      'l.1.p',
      'l:\n  - k: 1\n  - k: 2\n    p: !age "S"\n',
    ],
    ['other tags', 'a: !file x\nb: !unsafe "{{"\n', 'c', 'a: !file x\nb: !unsafe "{{"\nc: !age "S"\n'],
  ];
  for (const [name, before, path, after] of cases) {
    it(`takes ${name}`, async () => {
      assert.equal(await withValue(before, 'f.yml', path, write), after);
    });
  }

  const refused: readonly (readonly [name: string, before: string, path: string])[] = [
    ['a mapping', 'a:\n  b: 1\n', 'a'],
    ['a list', 'a:\n  - 1\n', 'a.b'],
    ['a flow mapping', 'a: {b: 1}\n', 'a.c'],
    ['a value as a parent', 'a: 1\n', 'a.b'],
    ['an empty word', 'a: 1\n', 'a..b'],
    ['what others refer to', 'a: &x 1\nb: *x\n', 'a'],
    ['what is no YAML', 'a: [\n', 'b'],
  ];
  for (const [name, before, path] of refused) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(withValue(before, 'f.yml', path, write), { code: 'E_INPUT' });
    });
  }

  it('knows what stands there', () => {
    const source = 'a: !age x\nb: y\nc:\nd: {e: 1}\n';
    assert.deepEqual(
      ['a', 'b', 'c', 'd', 'f', 'd.x'].map((path) => standsAt(source, 'f.yml', path)),
      ['sealed', 'other', 'nothing', 'other', 'nothing', 'nothing'],
    );
  });
});
