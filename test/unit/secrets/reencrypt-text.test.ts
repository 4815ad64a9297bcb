// Sealed values in a YAML text: opened, edited, sealed again, rotated, without touching anything else.
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Secret } from '../../../lib/model/secret.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { newIdentity, open } from '../../../lib/secrets/age.js';
import type { Identities } from '../../../lib/secrets/identities.js';
import type { Recipient } from '../../../lib/secrets/recipients.js';
import {
  inClear,
  openedValues,
  resealed,
  rotated,
  sealedLiteral,
} from '../../../lib/secrets/reencrypt-text.js';
import { parsed, sealedValues } from '../../../lib/secrets/find-sealed-values.js';

interface Person {
  readonly recipient: Recipient;
  readonly identities: Identities;
}

async function person(): Promise<Person> {
  const { identity, recipient } = await newIdentity();
  return { recipient: { key: recipient }, identities: { keys: [identity], source: 'test' } };
}

const clearText = `# head
all:
  # of a
  a: !age "one"   # said of a

  b: [plain, !age "in a list"]
  c:
    - !age |
      two
      lines

    - name: x
      key: !age 'three'
last: !age last without newline`;

/** The same text with its values sealed. */
function sealedTo(text: string, ...people: readonly Person[]): Promise<string> {
  return resealed(
    text,
    'f.yml',
    [],
    people.map(({ recipient }) => recipient),
  );
}

function lines(text: string): readonly string[] {
  return text.split('\n');
}

describe('sealed values in a text', () => {
  let alice: Person;
  let bob: Person;
  before(async () => {
    [alice, bob] = await Promise.all([person(), person()]);
  });

  it('are found with their paths and lines, whatever they stand in', async () => {
    const source = await sealedTo(clearText, alice);
    const opened = await openedValues(source, 'f.yml', alice.identities);
    assert.deepEqual(
      opened.map(({ path, clear }) => [path, clear.reveal()]),
      [
        ['all.a', 'one'],
        ['all.b.1', 'in a list'],
        ['all.c.0', 'two\nlines\n'],
        ['all.c.1.key', 'three'],
        ['last', 'last without newline'],
      ],
    );
    for (const { line, path } of opened) {
      assert.match(lines(source)[line - 1] ?? '', /!age/, path);
    }
    for (const text of ['one', 'in a list', 'three', 'without newline']) {
      assert.ok(!source.includes(text), `${text} stands in the sealed text`);
    }
  });

  it('keep every byte of what is not edited: values, comments, layout', async () => {
    const source = await sealedTo(clearText, alice);
    const before = await openedValues(source, 'f.yml', alice.identities);
    const shown = inClear(source, before);
    assert.match(shown, /# of a\n {2}a: !age "one" # said of a\n\n/);
    assert.equal(await resealed(shown, 'f.yml', before, [alice.recipient]), source);
    const edited = shown.replace('"three"', '"4"').replace('# head', '# other head');
    const after = await resealed(edited, 'f.yml', before, [alice.recipient]);
    const changed = before.filter((value) => !after.includes(value.source)).map(({ path }) => path);
    assert.deepEqual(changed, ['all.c.1.key']);
    const [one] = (await openedValues(after, 'f.yml', alice.identities)).filter(
      ({ path }) => path === 'all.c.1.key',
    );
    assert.equal(one?.clear.reveal(), '4');
    assert.ok(after.startsWith('# other head\n'));
  });

  it('keep their bytes when they move, to another column, too', async () => {
    const source = await sealedTo('a: !age "moved"\n', alice);
    const before = await openedValues(source, 'f.yml', alice.identities);
    const after = await resealed('x:\n  y:\n    z: !age "moved"\n', 'f.yml', before, [alice.recipient]);
    const armoured = (text: string) => sealedValues(text, 'f.yml')[0]?.text;
    assert.equal(armoured(after), armoured(source));
  });

  it('are not sealed twice when an encrypted text is pasted', async () => {
    const pasted = `a: !age ${await sealedLiteral(new Secret('inside'), [alice.recipient], 2)}`;
    const after = await resealed(pasted, 'f.yml', [], [alice.recipient]);
    const [value] = await openedValues(after, 'f.yml', alice.identities);
    assert.equal(value?.clear.reveal(), 'inside');
  });

  it('rotate to other people: the new one opens them, the old one no more', async () => {
    const source = await sealedTo(clearText, alice);
    const before = await openedValues(source, 'f.yml', alice.identities);
    const after = await rotated(source, before, [bob.recipient]);
    const opened = await openedValues(after, 'f.yml', bob.identities);
    assert.deepEqual(
      opened.map(({ clear }) => clear.reveal()),
      before.map(({ clear }) => clear.reveal()),
    );
    await assert.rejects(openedValues(after, 'f.yml', alice.identities), (error) => {
      assert.ok(error instanceof TrueupError);
      assert.match(error.message, /^all\.a: !age: is not encrypted to your identity \(test\)$/);
      assert.equal(error.place?.line, 4);
      assert.match(error.hint ?? '', /secrets rotate/);
      return true;
    });
  });

  it('open for each of several recipients', async () => {
    const source = await sealedTo('a: !age "both"\n', alice, bob);
    for (const { identities } of [alice, bob]) {
      assert.equal((await openedValues(source, 'f.yml', identities))[0]?.clear.reveal(), 'both');
    }
  });

  it('say so when they are damaged, or when there is no identity', async () => {
    const source = await sealedTo('a: !age "x"\n', alice);
    const damaged = source.replace(
      /\n {2}(\S)(?=\S*\n {2}-----END)/,
      (_, first) => `\n  ${first === 'A' ? 'B' : 'A'}`,
    );
    await assert.rejects(
      openedValues(damaged, 'f.yml', alice.identities),
      /a: !age: the encrypted text is damaged/,
    );
    const nobody = { keys: [], source: '/home/x/identity.txt' };
    await assert.rejects(
      openedValues(source, 'f.yml', nobody),
      /no identity was given to decrypt it \(none in \/home\/x\/identity\.txt\)/,
    );
  });

  it('come back literally, whatever they hold', async () => {
    const nasty = [
      '',
      ' lead',
      'trail ',
      '\n',
      'a\n\n',
      'a\n b\n',
      '#',
      ': ',
      '"',
      '\\',
      '\u2028',
      '\u0085a\nb',
      'a\r\nb',
      '\tx\ny',
      '- a\n- b',
      '---\nx',
      '\ufeffx',
      '💥\n💥',
    ];
    const values = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'grapheme' }), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.array(values, { minLength: 1, maxLength: 3 }), async (texts) => {
        const clear = texts.map((text) => (text.includes('\0') ? 'x' : text));
        const source = `l:\n${clear.map((text) => `  - k: !age ${JSON.stringify(text)}\n`).join('')}`;
        const sealed = await sealedTo(source, alice);
        const before = await openedValues(sealed, 'f.yml', alice.identities);
        assert.deepEqual(
          before.map((one) => one.clear.reveal()),
          clear,
        );
        const shown = inClear(sealed, before);
        assert.deepEqual(parsed(shown, 'f.yml').toJS(), { l: clear.map((k) => ({ k })) });
        assert.equal(await resealed(shown, 'f.yml', before, []), sealed);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('tell a text that is none apart from one that is', async () => {
    await assert.rejects(open('no armour', alice.identities.keys), /damaged/);
  });
});
