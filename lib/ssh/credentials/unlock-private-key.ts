// Private keys ready for signing; each is parsed, and its passphrase asked for, only once.
import { statSync } from 'node:fs';
import type { ParsedKey } from 'ssh2';
import type { Secret } from '../../model/secret.js';
import { askPassphraseOf } from './ask-operator-once.js';
import type { ConnectOptions } from '../link/connect-options.js';
import { exposed, isPutty, putty } from './key-file-problems.js';
import type { KeyFile } from './read-key-file.js';
import { LoginTrouble } from './unusable-credential.js';
import { fromPkcs8, isPkcs8 } from './pkcs8.js';
import { remember } from '../link/answer-cache.js';
import { ssh2 } from '../link/load-ssh2.js';

interface Opened {
  readonly key: ParsedKey;
  readonly passphrase?: Secret;
}

/** As often as ssh asks. */
const mostTries = 3;

/**
 * The key of a file; asks for its passphrase if it has one. Done only once, because decrypting takes a third of a
 * second of CPU time. Throws LoginTrouble.
 */
export async function unlockKey(file: KeyFile, options: ConnectOptions): Promise<ParsedKey> {
  return (await open(file, options)).key;
}

/** The passphrase of a file, tried before it is passed on. Undefined if none is given. Throws LoginTrouble. */
export async function passphraseOf(file: KeyFile, options: ConnectOptions): Promise<Secret | undefined> {
  // Only the ssh program can tell whether the passphrase is right.
  if (isBeyond(file)) return askPassphraseOf(file.path, options);
  return (await open(file, options)).passphrase;
}

/** The passphrase could not be asked for, or was not given. */
export function noPassphrase(path: string): LoginTrouble {
  return new LoginTrouble(
    `${path} is encrypted, but no passphrase was given`,
    `Load the key into the agent (ssh-add ${path}), or run trueup in a terminal to type the passphrase.`,
  );
}

/** The given passphrase doesn't decrypt it. */
export function wrongPassphrase(path: string): LoginTrouble {
  return new LoginTrouble(
    `${path}: the passphrase is wrong`,
    `To try a passphrase, run: ssh-keygen -y -f ${path}`,
  );
}

/** For such a key, ssh2 considers even the right passphrase wrong. */
export function isBeyond({ cipher }: KeyFile): boolean {
  return cipher?.startsWith('chacha20') ?? false;
}

function open(file: KeyFile, options: ConnectOptions): Promise<Opened> {
  const version = statSync(file.path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return remember(options, ['key file', file.path, version], () => unlock(file, options));
}

async function unlock(file: KeyFile, options: ConnectOptions): Promise<Opened> {
  const { path, text } = file;
  if (file.exposed) throw exposed(file);
  if (isBeyond(file))
    throw new LoginTrouble(
      `${path} is encrypted with ${file.cipher ?? ''}, which ssh2 cannot read`,
      `Set ansible_connection: openssh (or auto), or encrypt it another way: ssh-keygen -p -Z aes256-ctr -f ${path}`,
    );
  if (!file.encrypted) {
    const key = await parse(text);
    if (key instanceof Error) throw isPutty(file) ? putty(file) : unreadable(path, key);
    return { key: usable(path, key) };
  }
  for (let tries = 1; ; tries++) {
    const passphrase = await askPassphraseOf(path, options, tries);
    if (passphrase === undefined && tries === 1) throw noPassphrase(path);
    const key = passphrase && (await parse(text, passphrase.reveal()));
    if (key && !(key instanceof Error)) return { key: usable(path, key), passphrase };
    if (!passphrase || tries === mostTries) throw wrongPassphrase(path);
  }
}

async function parse(text: Buffer, passphrase?: string): Promise<ParsedKey | ParsedKey[] | Error> {
  const { utils } = await ssh2();
  try {
    return isPkcs8(text) ? utils.parseKey(fromPkcs8(text, passphrase)) : utils.parseKey(text, passphrase);
  } catch (error) {
    return error as Error;
  }
}

function usable(path: string, key: ParsedKey | ParsedKey[]): ParsedKey {
  const one = Array.isArray(key) ? key[0] : key;
  if (one?.isPrivateKey()) return one;
  throw new LoginTrouble(
    `${path} contains no private key, and the key is not in the agent either`,
    'Give the path of the private key, or load the key into the agent.',
  );
}

function unreadable(path: string, { message }: Error): LoginTrouble {
  return new LoginTrouble(
    `${path} is not a readable private key: ${message}`,
    `Check that it is the right file, and that ssh can read it: ssh-keygen -y -f ${path}`,
  );
}
