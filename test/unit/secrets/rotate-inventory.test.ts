// An inventory's values encrypted again: all files or none, and told who can open what.
import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../../lib/model/secret.js';
import { yamlFiles } from '../../../lib/inventory/read/sealed-value-files.js';
import { initSecrets } from '../../../lib/secrets/init-secrets.js';
import { listKeys } from '../../../lib/secrets/list-recipients.js';
import { readIdentities } from '../../../lib/secrets/identities.js';
import { readRecipients } from '../../../lib/secrets/recipients.js';
import { replaceFiles } from '../../../lib/secrets/replace-files.js';
import { rotateIdentity, rotateInventory } from '../../../lib/secrets/rotate-inventory.js';
import { openedValues, sealedLiteral } from '../../../lib/secrets/reencrypt-text.js';

describe('rotating an inventory', () => {
  let folder = '';
  const hosts = () => join(folder, 'hosts.yml');
  const vars = () => join(folder, 'group_vars', 'db.yml');
  const alice = () => ({ file: join(folder, 'alice.txt') });
  const bob = () => ({ file: join(folder, 'bob.txt') });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-rotate-'));
    await initSecrets(folder, alice(), 'alice');
    const recipients = await readRecipients(folder);
    const sealed = (text: string) => sealedLiteral(new Secret(text), recipients, 2);
    mkdirSync(join(folder, 'group_vars'));
    writeFileSync(
      hosts(),
      `all: # c\n  vars:\n    x: !age ${(await sealed('one')).replaceAll('\n  ', '\n      ')}`,
    );
    writeFileSync(vars(), `a: !age ${await sealed('two')}b: !age ${await sealed('three')}c: 1\n`);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const opened = async (file: string, who: { file: string }) =>
    (await openedValues(readFileSync(file, 'utf8'), file, await readIdentities(who))).map(({ clear }) =>
      clear.reveal(),
    );
  const wrong = async (who: { file: string }) =>
    (await listKeys(folder, yamlFiles(folder), who)).values.flatMap((value) =>
      value.wrong === undefined ? [] : [`${value.path} ${value.wrong}`],
    );

  it('gives a new recipient every value, and says before that they have none', async () => {
    const second = await initSecrets(folder, bob(), 'bob');
    const short = second.recipient.slice(0, 14);
    assert.deepEqual(
      await wrong(bob()),
      ['all.vars.x', 'a', 'b'].map((path) => `${path} is not encrypted to ${short}`),
    );
    assert.deepEqual(
      [...(await rotateInventory(folder, yamlFiles(folder), alice()))],
      [
        [hosts(), 1],
        [vars(), 2],
      ],
    );
    assert.deepEqual(await wrong(bob()), []);
    assert.deepEqual(
      [await opened(hosts(), bob()), await opened(vars(), bob())],
      [['one'], ['two', 'three']],
    );
    const { recipients, values } = await listKeys(folder, yamlFiles(folder), bob());
    assert.deepEqual(
      recipients.map(({ name, present }) => [name, present]),
      [
        ['alice', false],
        ['bob', true],
      ],
    );
    assert.ok(values.every(({ opens }) => opens));
  });

  it('takes a recipient away who is listed no more', async () => {
    await initSecrets(folder, bob(), 'bob');
    await rotateInventory(folder, yamlFiles(folder), alice());
    const [first] = await readRecipients(folder);
    writeFileSync(join(folder, 'recipients.txt'), `${first?.key ?? ''}\n`);
    assert.equal((await wrong(alice())).filter((line) => line.includes('is still encrypted to')).length, 3);
    await rotateInventory(folder, yamlFiles(folder), alice());
    await assert.rejects(opened(vars(), bob()), /not encrypted to your identity/);
  });

  it('changes no file where one value stays closed', async () => {
    await initSecrets(folder, bob(), 'bob');
    const recipients = await readRecipients(folder);
    const foreign = await sealedLiteral(new Secret('x'), recipients.slice(1), 2);
    writeFileSync(vars(), `${readFileSync(vars(), 'utf8')}d: !age ${foreign}`);
    const before = [hosts(), vars()].map((file) => readFileSync(file, 'utf8'));
    await assert.rejects(
      rotateInventory(folder, yamlFiles(folder), alice()),
      /^TrueupError: d: !age: is not encrypted to your identity/,
    );
    assert.deepEqual(
      [hosts(), vars()].map((file) => readFileSync(file, 'utf8')),
      before,
    );
  });

  it("takes a new identity, keeps the old one below it, and the recipient's name", async () => {
    const old = await readIdentities(alice());
    await rotateIdentity(folder, yamlFiles(folder), alice());
    const { keys } = await readIdentities(alice());
    assert.equal(keys.length, 2);
    assert.equal(keys[1]?.reveal(), old.keys[0]?.reveal());
    assert.equal(statSync(alice().file).mode & 0o777, 0o600);
    const text = readFileSync(vars(), 'utf8');
    const by = (one: Secret | undefined) => openedValues(text, 'f', { keys: one ? [one] : [], source: '' });
    assert.equal((await by(keys[0])).length, 2);
    await assert.rejects(by(keys[1]), /not encrypted to your identity/);
    assert.deepEqual(
      (await readRecipients(folder)).map(({ name }) => name),
      ['alice'],
    );
    assert.deepEqual(await wrong(alice()), []);
  });

  it('finds damage and what is not encrypted', async () => {
    const damaged = readFileSync(hosts(), 'utf8').replace(
      /\n( +)(\S)(?=\S*\n +-----END)/,
      (_, gap: string, one: string) => `\n${gap}${one === 'A' ? 'B' : 'A'}`,
    );
    writeFileSync(hosts(), damaged);
    writeFileSync(vars(), 'p: !age clear\n');
    assert.deepEqual(await wrong(alice()), ['all.vars.x is damaged', 'p is not encrypted']);
  });
});

describe('replaceFiles', () => {
  it('puts back what it had replaced when a later file fails, and leaves nothing beside', () => {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-replace-'));
    try {
      const [one, two] = [join(folder, 'one'), join(folder, 'two')];
      writeFileSync(one, 'old');
      chmodSync(one, 0o640);
      mkdirSync(two);
      assert.throws(() => {
        replaceFiles(
          new Map([
            [one, 'new'],
            [two, 'new'],
          ]),
        );
      });
      assert.equal(readFileSync(one, 'utf8'), 'old');
      assert.equal(statSync(one).mode & 0o777, 0o640);
      assert.deepEqual(readdirSync(folder), ['one', 'two']);
      // The target becomes a folder between writing and renaming: the one before is put back.
      const files = new Map([
        [one, 'new'],
        [join(folder, 'none', 'three'), 'new'],
      ]);
      assert.throws(() => {
        replaceFiles(files);
      });
      assert.equal(readFileSync(one, 'utf8'), 'old');
      replaceFiles(new Map([[one, 'new']]));
      assert.deepEqual([readFileSync(one, 'utf8'), statSync(one).mode & 0o777], ['new', 0o640]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
