// Private keys as openssl writes them (PKCS#8), rewritten in a format that ssh2 reads.
import { createPrivateKey } from 'node:crypto';

/** Whether a key file is in this format. */
export function isPkcs8(text: Buffer): boolean {
  return /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text.toString('latin1', 0, 4096));
}

/** The same key, no longer encrypted, in a format of OpenSSH. Throws if the passphrase is wrong or missing. */
export function fromPkcs8(text: Buffer, passphrase?: string): string {
  const key = createPrivateKey({
    key: text,
    format: 'pem',
    ...(passphrase === undefined ? {} : { passphrase }),
  });
  const type = key.asymmetricKeyType;
  if (type === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
  if (type === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString();
  if (type !== 'ed25519') throw new Error(`a key of type ${type ?? 'unknown'} cannot be used for SSH`);
  const { x = '', d = '' } = key.export({ format: 'jwk' });
  return ofEd25519(Buffer.from(x, 'base64url'), Buffer.from(d, 'base64url'));
}

// PROTOCOL.key of OpenSSH: one key, not encrypted.
function ofEd25519(open: Buffer, secret: Buffer): string {
  const type = field('ssh-ed25519');
  const half = Buffer.concat([type, field(open)]);
  const whole = Buffer.concat([
    Buffer.alloc(8), // the same number twice, which shows that the passphrase was right
    half,
    field(Buffer.concat([secret, open])),
    field(''),
  ]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (whole.length % 8)) % 8));
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[field('none'), field('none'), field(''), Buffer.from([0, 0, 0, 1])],
    ...[field(half), field(Buffer.concat([whole, padding]))],
  ]);
  const lines = body.toString('base64').replace(/.{70}/g, '$&\n');
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

function field(bytes: Buffer | string): Buffer {
  const value = Buffer.from(bytes as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(value.length);
  return Buffer.concat([length, value]);
}
