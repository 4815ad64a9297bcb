// Private keys ready for signing, each parsed and asked for once per run.
import { statSync } from 'node:fs';
import type { ParsedKey } from 'ssh2';
import { TrueupError } from '../../model/trueup-error.js';
import { askPassphraseOf } from './ask-once.js';
import type { ConnectOptions } from '../link/connect-options.js';
import type { KeyFile } from './key-file.js';
import { ssh2 } from '../link/ssh2.js';

const parsed = new Map<string, Promise<ParsedKey>>();

/** The key of a file; asks for its passphrase where it has one. Decrypting takes a third of a second of CPU: hence once. */
export function unlockKey(host: string, file: KeyFile, options: ConnectOptions): Promise<ParsedKey> {
  const version = `${file.path}\0${statSync(file.path).mtimeMs}`;
  const known = parsed.get(version);
  if (known) return known;
  const key = parse(host, file, options);
  parsed.set(version, key);
  return key;
}

async function parse(host: string, file: KeyFile, options: ConnectOptions): Promise<ParsedKey> {
  const { utils } = await ssh2();
  const first = utils.parseKey(file.text);
  if (!(first instanceof Error)) return usable(host, file, first);
  if (!/no passphrase given/i.test(first.message)) {
    throw refused(host, `${file.path} is not a private key that ssh2 can read: ${first.message}`, {
      hint: 'Convert it to the OpenSSH format (ssh-keygen -p -f FILE), or set ansible_connection: openssh.',
    });
  }
  const passphrase = await askPassphraseOf(file.path, options);
  if (passphrase === undefined) {
    throw refused(host, `${file.path} is encrypted, and there is no passphrase for it`, {
      hint: 'Load it into the agent (ssh-add FILE), or run at a terminal, which can ask for the passphrase.',
    });
  }
  const second = utils.parseKey(file.text, passphrase.reveal());
  if (second instanceof Error) {
    throw refused(host, `${file.path}: the passphrase does not open it`, {
      hint: `Try it: ssh-keygen -y -f ${file.path}`,
    });
  }
  return usable(host, file, second);
}

function usable(host: string, file: KeyFile, key: ParsedKey | ParsedKey[]): ParsedKey {
  const one = Array.isArray(key) ? key[0] : key;
  if (one?.isPrivateKey()) return one;
  throw refused(host, `${file.path} holds no private key`, {
    hint: 'Name the private half, or load it into the agent.',
  });
}

function refused(host: string, what: string, { hint }: { hint: string }): TrueupError {
  return new TrueupError('E_AUTH', `${host}: ${what}`, { host, hint });
}
