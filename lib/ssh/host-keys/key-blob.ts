// A public key as it travels: its type and its fingerprint.
import { createHash } from 'node:crypto';

/** `ssh-ed25519`, `ssh-rsa`, …: the first field of a public key blob; empty if it is not valid. */
export function keyType(blob: Buffer): string {
  if (blob.length < 4) return '';
  const length = blob.readUInt32BE(0);
  return length > 64 || blob.length < 4 + length ? '' : blob.toString('latin1', 4, 4 + length);
}

/** `SHA256:…` as ssh-keygen -l prints it. */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
