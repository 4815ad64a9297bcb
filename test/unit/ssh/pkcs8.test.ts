// Private keys as openssl writes them are the same keys afterwards.
import assert from 'node:assert/strict';
import { generateKeyPairSync, verify, type KeyPairKeyObjectResult } from 'node:crypto';
import ssh2 from 'ssh2';
import { fromPkcs8, isPkcs8 } from '../../../lib/ssh/credentials/pkcs8.js';

const pairs: Readonly<Record<string, readonly [KeyPairKeyObjectResult, string]>> = {
  'ssh-ed25519': [generateKeyPairSync('ed25519'), ''],
  'ssh-rsa': [generateKeyPairSync('rsa', { modulusLength: 2048 }), 'sha256'],
  'ecdsa-sha2-nistp384': [generateKeyPairSync('ec', { namedCurve: 'secp384r1' }), 'sha384'],
};

describe('a private key in PKCS#8', () => {
  for (const [type, [{ privateKey, publicKey }, hash]] of Object.entries(pairs))
    for (const passphrase of [undefined, 'open sesame'])
      it(`of type ${type}${passphrase === undefined ? '' : ', encrypted,'} signs as before`, () => {
        const locked = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
        const text = Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem', ...locked }));
        assert.ok(isPkcs8(text));
        const key = ssh2.utils.parseKey(fromPkcs8(text, passphrase));
        assert.ok(!(key instanceof Error), key instanceof Error ? key.message : '');
        const [one] = [key].flat();
        assert.equal(one?.type, type);
        const data = Buffer.from('a login');
        const signature = one.sign(data, hash === '' ? undefined : hash);
        assert.ok(verify(hash === '' ? null : hash, data, publicKey, signature));
        if (passphrase !== undefined) assert.throws(() => fromPkcs8(text, 'open barley'));
      });

  it('of a kind that SSH has not is refused', () => {
    const { privateKey } = generateKeyPairSync('x25519');
    const text = Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    assert.throws(() => fromPkcs8(text), /x25519 cannot be used for SSH/);
  });
});
