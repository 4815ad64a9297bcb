// Reads a private key file as text, to learn the kind of its key before any library parses it.
import { existsSync, statSync } from 'node:fs';
import { readRegular } from '../../bounds/read-bounded-file.js';
import { keyType } from '../host-keys/key-blob.js';

/** An RSA key of 16384 bits takes 13 KiB. */
const mostBytes = 64 * 1024;

/** What is known about a key file without its passphrase. */
export interface KeyFile {
  readonly path: string;
  readonly text: Buffer;
  /** Blob of the public half, if the file or its .pub contains it. */
  readonly publicBlob?: Buffer;
  /** `ssh-ed25519`, `sk-ssh-ed25519@openssh.com`, …; empty if unknown. */
  readonly type: string;
  readonly encrypted: boolean;
  /** `chacha20-poly1305@openssh.com`, …: what an OpenSSH key is encrypted with; `none` if it isn't. */
  readonly cipher?: string;
  /** The operator owns the file, but others may access the private half: ssh doesn't use such a key. */
  readonly exposed: boolean;
  /** There is a certificate next to it (`<path>-cert.pub`). */
  readonly certified: boolean;
}

/** Reads a private key file, or only its .pub if the private half is elsewhere (agent, token). Throws fs errors. */
export function loadKeyFile(path: string): KeyFile {
  const text = readEither(path, `${path}.pub`);
  const publicBlob = publicHalf(text) ?? publicLine(text) ?? publicLine(readIfThere(`${path}.pub`));
  return {
    path,
    text,
    ...(publicBlob ? { publicBlob } : {}),
    type: publicBlob ? keyType(publicBlob) : '',
    encrypted: isEncrypted(text),
    ...cipherOf(text),
    exposed: !publicLine(text) && isExposed(path),
    certified: existsSync(`${path}-cert.pub`),
  };
}

function isEncrypted(text: Buffer): boolean {
  if (/^Proc-Type: 4,ENCRYPTED|BEGIN ENCRYPTED|^Encryption: (?!none)/m.test(text.toString('latin1')))
    return true;
  const { cipher = 'none' } = cipherOf(text);
  return cipher !== 'none';
}

function cipherOf(text: Buffer): { readonly cipher?: string } {
  const body = /BEGIN OPENSSH PRIVATE KEY-----\s([\s\S]{80})/.exec(text.toString('latin1'))?.[1];
  if (body === undefined) return {};
  // Magic (15 bytes), then the length and the name of the cipher: `none` means no passphrase.
  const head = Buffer.from(body, 'base64');
  return { cipher: head.toString('latin1', 19, 19 + Math.min(head.readUInt32BE(15), 40)) };
}

function isExposed(path: string): boolean {
  const about = statSync(path, { throwIfNoEntry: false });
  return about !== undefined && about.uid === process.getuid?.() && (about.mode & 0o077) !== 0;
}

function readEither(path: string, other: string): Buffer {
  try {
    return readRegular(path, mostBytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if ((code === 'ENOENT' || code === 'EACCES') && existsSync(other)) return readRegular(other, mostBytes);
    throw error;
  }
}

function readIfThere(path: string): Buffer {
  try {
    return readRegular(path, mostBytes);
  } catch {
    return Buffer.alloc(0);
  }
}

// PROTOCOL.key: magic, cipher, kdf, kdf options, number of keys, then the public key in clear.
function publicHalf(text: Buffer): Buffer | undefined {
  const match = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(text.toString('latin1'));
  if (match?.[1] === undefined) return undefined;
  const data = Buffer.from(match[1], 'base64');
  const magic = 'openssh-key-v1\0';
  if (data.toString('latin1', 0, magic.length) !== magic) return undefined;
  let at = magic.length;
  const field = (): Buffer | undefined => {
    if (at + 4 > data.length) return undefined;
    const length = data.readUInt32BE(at);
    const value = at + 4 + length > data.length ? undefined : data.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    return value;
  };
  for (let skipped = 0; skipped < 3; skipped++) if (!field()) return undefined;
  at += 4;
  return field();
}

function publicLine(text: Buffer): Buffer | undefined {
  const [type, base64] = text.toString('latin1', 0, 16_384).trim().split(/\s+/);
  if (type === undefined || base64 === undefined || type.startsWith('-----')) return undefined;
  const blob = Buffer.from(base64, 'base64');
  return keyType(blob) === type ? blob : undefined;
}
