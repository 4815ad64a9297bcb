// Where identities come from, and what is refused.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync, readFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../../lib/model/secret.js';
import { newIdentity } from '../../../lib/secrets/age.js';
import { readIdentities } from '../../../lib/secrets/identities.js';
import { initSecrets } from '../../../lib/secrets/init-secrets.js';
import { inventoryOf, readRecipients } from '../../../lib/secrets/recipients.js';

describe('identities', () => {
  let home = '';
  let identity = new Secret('');
  let file = '';
  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'trueup-identities-'));
    ({ identity } = await newIdentity());
    file = join(home, 'id.txt');
    writeFileSync(file, `# mine\n\n${identity.reveal()}\n`, { mode: 0o600 });
  });
  after(() => {
    rmSync(home, { recursive: true });
  });

  const only = async (settings: Parameters<typeof readIdentities>[0]) =>
    (await readIdentities({ home, ...settings })).keys.map((key) => key.reveal());

  it('come from a file, a text, or what a command prints: the first that is given', async () => {
    const other = (await newIdentity()).identity;
    assert.deepEqual(await only({ file, text: other }), [identity.reveal()]);
    assert.deepEqual(await only({ text: other, usualFile: file }), [other.reveal()]);
    assert.deepEqual(await only({ usualFile: file, command: 'false' }), [identity.reveal()]);
    assert.deepEqual(await only({ command: `cat "${file}"` }), [identity.reveal()]);
    assert.deepEqual(await only({}), []);
  });

  it('are not taken from a file that others can read', async () => {
    for (const mode of [0o640, 0o604, 0o660]) {
      chmodSync(file, mode);
      await assert.rejects(only({ file }), /this identity is readable by others \(mode 6/);
    }
    chmodSync(file, 0o600);
  });

  it('are refused without being shown where they are none', async () => {
    const wrong: readonly (readonly [settings: Parameters<typeof only>[0], RegExp])[] = [
      [{ text: new Secret('hunter2') }, /^TRUEUP_AGE_IDENTITY: line 1 is not a valid age identity$/],
      [{ text: new Secret('# nothing') }, /contains no identity/],
      [{ text: new Secret('-----BEGIN AGE ENCRYPTED FILE-----\nx') }, /encrypted with a passphrase/],
      [{ file: join(home, 'none') }, /none: no such file/],
      [
        { command: 'echo hunter2' },
        /^the output of TRUEUP_AGE_IDENTITY_COMMAND: line 1 is not a valid age identity$/,
      ],
      [{ command: 'sh -c "echo hunter2; exit 3"' }, /^TRUEUP_AGE_IDENTITY_COMMAND: sh exited with status 3$/],
      [{ command: 'trueup-no-such-program' }, /could not be run/],
      [{ command: ' ' }, /is empty/],
    ];
    for (const [settings, message] of wrong) {
      await assert.rejects(only(settings), (error: Error & { hint?: string }) => {
        assert.match(error.message, message);
        assert.ok(!`${error.message} ${error.hint ?? ''} ${error.stack ?? ''}`.includes('hunter2'));
        return true;
      });
    }
  });

  it('keep nobody waiting for a command that does not exist', async () => {
    const timersAfter = async (): Promise<number> => {
      await assert.rejects(only({ command: 'trueup-no-such-program' }));
      return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    };
    assert.equal(await timersAfter(), await timersAfter());
  });

  it('reach no shell through the command', async () => {
    const trace = join(home, 'trace');
    await assert.rejects(only({ command: `echo x; touch ${trace}` }));
    await assert.rejects(only({ command: `echo $(touch ${trace})` }));
    assert.ok(!existsSync(trace));
  });
});

describe('secrets init', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'trueup-init-'));
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  it('makes an identity for its owner alone, enters its recipient, and never writes over it', async () => {
    const first = await initSecrets(home, { home }, 'alice\nage1evil');
    assert.deepEqual([first.made, first.entered], [true, true]);
    assert.equal(statSync(first.identity).mode & 0o777, 0o600);
    const before = readFileSync(first.identity, 'utf8');
    const again = await initSecrets(home, { home }, 'alice');
    assert.deepEqual([again.made, again.entered, again.recipient], [false, false, first.recipient]);
    assert.equal(readFileSync(first.identity, 'utf8'), before);
    assert.deepEqual(await readRecipients(home), [{ key: first.recipient, name: 'alice age1evil' }]);
  });

  it('enters a second person below the first', async () => {
    const first = await initSecrets(home, { home }, 'alice');
    const second = await initSecrets(home, { file: join(home, 'bob.txt') }, 'bob');
    assert.deepEqual(
      (await readRecipients(home)).map(({ key, name }) => [key, name]),
      [
        [first.recipient, 'alice'],
        [second.recipient, 'bob'],
      ],
    );
  });

  it('reads recipients with comments, and says which line is none', async () => {
    const { recipient } = await newIdentity();
    writeFileSync(join(home, 'recipients.txt'), `${recipient} # ci\n\n# who\nssh-ed25519 AAAA\n`);
    await assert.rejects(readRecipients(home), (error: Error & { place?: { line: number } }) => {
      assert.match(error.message, /not a valid age recipient/);
      assert.equal(error.place?.line, 4);
      return true;
    });
    writeFileSync(join(home, 'recipients.txt'), '# nobody\n');
    await assert.rejects(readRecipients(home), /lists no recipient/);
  });

  it('finds the inventory that a file belongs to', async () => {
    await initSecrets(home, { home }, 'alice');
    assert.equal(inventoryOf(join(home, 'group_vars', 'db', 'main.yml')), home);
  });

  it('finds it without recipients, too, though trueup.yml is in the folder of the project', () => {
    writeFileSync(join(home, 'trueup.yml'), 'roles: {}');
    const inventory = join(home, 'inventory', 'staging');
    assert.equal(inventoryOf(join(inventory, 'group_vars', 'db', 'main.yml')), inventory);
    assert.equal(inventoryOf(join(inventory, 'host_vars', 'db1.yml')), inventory);
    assert.equal(inventoryOf(join(inventory, 'hosts.yml')), inventory);
  });
});
