// Whom every transport lets in and where it refuses to go, whichever program speaks SSH.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../../../lib/model/fleet.js';
import { keygen, publicKey } from './local-sshd.js';
import { failureOf, optionsFor, runOnce } from './run-once.js';

/** Host keys and keys of one's own, against any host to log in to. */
export function loginContract(name: 'ssh2' | 'openssh', host: () => Connection, folder: () => string): void {
  const connection = (): Connection => ({ ...host(), transport: name });
  it('refuses a login with a key that the server does not know', async () => {
    const wrong = join(folder(), 'wrong');
    if (!existsSync(wrong)) keygen(wrong, '-t', 'ed25519');
    const attempts: number[] = [];
    const options = optionsFor(folder(), { onAttempt: (attempt) => attempts.push(attempt) });
    const error = await failureOf({ ...connection(), privateKeyFile: wrong }, options);
    assert.equal(error.code, 'E_AUTH');
    assert.deepEqual(attempts, [1], 'a wrong key is never tried again');
  });

  it('refuses an unknown host before it logs in, and shows its fingerprint', async () => {
    const error = await failureOf(
      { ...connection(), knownHostsFile: join(folder(), 'empty') },
      optionsFor(folder()),
    );
    assert.equal(error.code, 'E_HOST_KEY');
    assert.match(error.message, /is unknown; the server presented \S+ SHA256:/);
    assert.match(error.hint ?? '', /--accept-new/);
  });

  it('takes an unknown host with --accept-new, and knows it afterwards', async () => {
    const file = join(folder(), `new-${name}-${randomBytes(4).toString('hex')}`);
    const target = { ...connection(), knownHostsFile: file };
    await runOnce(target, optionsFor(folder(), { acceptNew: true }), 'true');
    const noted = readFileSync(file, 'utf8');
    assert.equal((await runOnce(target, optionsFor(folder()), 'exit 3')).status, 3);
    assert.equal(readFileSync(file, 'utf8'), noted);
  });

  it('refuses a changed host key even with --accept-new, and says how to mend it', async () => {
    const { host: address, port } = connection();
    const names = port === undefined || port === 22 ? address : `[${address}]:${port}`;
    const file = join(folder(), 'changed');
    const other = join(folder(), 'other-host');
    if (!existsSync(other)) keygen(other, '-t', 'ed25519');
    writeFileSync(file, `# a comment\n${names} ${publicKey(other)}\n`);
    const error = await failureOf(
      { ...connection(), knownHostsFile: file },
      optionsFor(folder(), { acceptNew: true }),
    );
    assert.equal(error.code, 'E_HOST_KEY');
    assert.match(error.message, /changed/);
    assert.ok(error.message.includes(`${file}:2`), error.message);
    assert.match(error.hint ?? '', /ssh-keygen -R/);
  });

  it('refuses a revoked host key, whatever else is said of it', async () => {
    const known = readFileSync(connection().knownHostsFile!, 'utf8');
    const file = join(folder(), 'revoked');
    const revoked = known.replaceAll(/^\S+ (.*)$/gm, '@revoked * $1');
    writeFileSync(file, known + revoked);
    const error = await failureOf({ ...connection(), knownHostsFile: file }, optionsFor(folder()));
    assert.equal(error.code, 'E_HOST_KEY');
    assert.match(error.message, /revoked/);
  });
}
