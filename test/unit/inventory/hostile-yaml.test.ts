// Hostile and broken files end in one clear complaint, in bounded time and memory.
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { inventoryFiles } from '../../../lib/inventory/read/inventory-files.js';
import { parseYaml, readYaml } from '../../../lib/inventory/raw/read-yaml.js';
import { Problems } from '../../../lib/inventory/raw/collect-problems.js';
import { plainly } from '../../../lib/inventory/raw/raw-value.js';
import { InputErrors } from '../../../lib/model/trueup-error.js';
import { anyText } from './any-text.js';
import { complaintsOf, fleetOf, inFolder } from './inventory-of.js';

function complaints(work: (problems: Problems) => unknown): readonly string[] {
  const problems = new Problems();
  work(problems);
  try {
    problems.throwIfAny();
  } catch (error) {
    assert.ok(error instanceof InputErrors);
    return error.errors.map(({ message, place }) => `${place?.line ?? 0}:${place?.column ?? 0} ${message}`);
  }
  return [];
}

const levels = (open: string, close: string, count: number): string =>
  open.repeat(count) + close.repeat(count);
const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]
${'bcdefgh'
  .split('')
  .map(
    (letter, index) =>
      `${letter}: &${letter} [${Array(10)
        .fill(`*${'abcdefg'[index] ?? ''}`)
        .join()}]`,
  )
  .join('\n')}`;

const texts: Readonly<Record<string, readonly [text: string, says: RegExp]>> = {
  'flow nesting without end': [
    levels('[', ']', 100_000),
    /^1:65 the data is nested more than 64 levels deep$/,
  ],
  'mappings in mappings': [levels('{a: ', '}', 100_000), /is nested more than 64 levels deep$/],
  'dashes without end': [
    `a:\n  ${'- '.repeat(100_000)}x`,
    /^2:\d+ the data is nested more than 64 levels deep$/,
  ],
  'question marks without end': ['? '.repeat(100_000), /is nested more than 64 levels deep$/],
  'steps without end': [
    Array.from({ length: 1400 }, (_, index) => `${' '.repeat(index)}a:`).join('\n'),
    /is nested more than 64 levels deep$/,
  ],
  'moderate nesting that is still too deep': [levels('[', ']', 66), /more than 64 levels deep$/],
  'an alias bomb': [bomb, /aliases expand to more than 100000 values/],
  'an alias in itself': ['a: &a [*a]', /aliases expand to more than 100000 values or 64 levels/],
  'an unknown alias': ['a: *b', /^1:4 .*b/],
  'an unknown tag': ['a: !env HOME', /^1:4 Unresolved tag: !env/],
  'a tab for indentation': ['a:\n\tb: 1', /^2:1 Tabs are not allowed/],
  'two documents': ['a: 1\n---\nb: 2', /^2:1 /],
  'a list as a key': ['? [a]\n: 1', /^1:3 a key must be a scalar/],
  'a key that poisons': ['__proto__: {polluted: yes}', /^1:1 __proto__ cannot be a key/],
  'a merge of a word': ['<<: x', /^1:5 << must be a mapping/],
};

describe('hostile YAML', () => {
  for (const [name, [text, says]] of Object.entries(texts)) {
    it(`${name} is one complaint`, () => {
      const said = complaints((problems) => parseYaml(text, 'x.yml', problems));
      assert.equal(said.length, 1, said.join('\n'));
      assert.match(said[0]!, says);
    });
  }

  it('nesting that is merely deep is read', () => {
    const problems = new Problems();
    const text = levels('[', ']', 60);
    assert.deepEqual(plainly(parseYaml(text, 'x.yml', problems)!), JSON.parse(text));
    assert.equal(problems.any, false);
  });

  it('a long flat list of brackets in text is no nesting', () => {
    const problems = new Problems();
    const list = Array.from({ length: 500 }, (_, index) => `[{- ${index}: {`);
    assert.deepEqual(plainly(parseYaml(stringify(list), 'x.yml', problems)!), list);
  });

  const files: Readonly<Record<string, readonly [bytes: Uint8Array, says: string]>> = {
    'Latin-1': [Buffer.from('a: café', 'latin1'), '1:1 is not UTF-8 text'],
    'UTF-16': [Buffer.from('\ufeffa: b', 'utf16le'), '1:1 is not UTF-8 text'],
    'more than a MiB': [Buffer.alloc(1024 * 1024 + 1, '#'), '1:1 is larger than 1 MiB'],
  };
  for (const [name, [bytes, says]] of Object.entries(files)) {
    it(`a file in ${name} is one complaint`, async () => {
      const said = await inFolder({ 'x.yml': bytes }, (folder) =>
        Promise.resolve(complaints((problems) => readYaml(`${folder}/x.yml`, problems))),
      );
      assert.deepEqual(said, [says]);
    });
  }

  it('a symbolic link to itself and a folder in place of a file are complaints', async () => {
    await inFolder({}, (folder) => {
      symlinkSync('loop.yml', `${folder}/loop.yml`);
      mkdirSync(`${folder}/dir.yml`);
      const said = ['loop.yml', 'dir.yml', 'none.yml'].flatMap((name) =>
        complaints((problems) => readYaml(`${folder}/${name}`, problems)),
      );
      assert.deepEqual(said, [
        "1:1 can't be read: its symbolic links form a loop",
        '1:1 is not a regular file',
        "1:1 can't be read: no such file",
      ]);
      return Promise.resolve();
    });
  });

  it('a folder that contains itself ends', async () => {
    const said = await inFolder({ 'hosts.yml': '', 'more/a.yml': '' }, (folder) => {
      symlinkSync('.', `${folder}/more/self`);
      return Promise.resolve(complaints((problems) => inventoryFiles(folder, problems)));
    });
    assert.deepEqual(said, ['1:1 folders are nested too deeply here']);
  });

  it('a range of a billion hosts is a complaint', async () => {
    const said = await complaintsOf({
      'hosts.yml': 'all: {hosts: {"h[1:999999999]": , "a[1:200]b[1:200]": }}',
    });
    assert.deepEqual(
      said.map((line) => line.split(' | ')[0]),
      [
        'hosts.yml:1:15 h[1:999999999]: [1:999999999] is not a valid range',
        'hosts.yml:1:35 a[1:200]b[1:200]: expands to more than 10000 hosts',
      ],
    );
  });

  it('any text as a variable’s value arrives literally', async () => {
    // Whole characters but NUL: the others can't travel as UTF-8, and are refused above.
    const text = fc
      .string({ unit: 'grapheme' })
      .filter((value) => !value.includes('\0') && !/\p{Surrogate}/u.test(value));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1 }), async (values) => {
        const fleet = await fleetOf({
          'hosts.yml': 'all: {hosts: {h: }}',
          'host_vars/h.yml': `plain: ${JSON.stringify(values)}`,
          'group_vars/all.yml': stringify({ styled: values }, { defaultStringType: 'PLAIN', lineWidth: 0 }),
        });
        const { vars } = fleet.host('h');
        assert.deepEqual(vars['plain'], values);
        for (const [index, styled] of (vars['styled'] as unknown[]).entries()) {
          // Unquoted yes, no, on, off are booleans to Ansible; the yaml package, of 1.2, leaves them unquoted.
          if (typeof styled !== 'boolean') assert.equal(styled, values[index]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('any file is read or complained about, never worse', () => {
    const piece = fc.constantFrom(
      ...'[]{}:,-?&*!|>\'"%@`#\n \t~<'.split(''),
      '<<: ',
      '&a ',
      '*a',
      '- ',
      'a: ',
      '!file ',
      '\n  ',
    );
    const text = fc.oneof(
      anyText,
      fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (yaml) => {
        const problems = new Problems();
        const written = parseYaml(yaml, 'x.yml', problems);
        if (written) plainly(written);
      }),
      { numRuns: 3000 },
    );
  });
});
