// Finds the ansible-vault passwords: in files, in the output of programs, or by asking.
import { accessSync, constants, statSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { readRegularText } from '../../bounds/read-bounded-file.js';
import { messageOf } from '../../model/thrown-message.js';
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { operatorHome } from '../../operator.js';
import { printedBy } from '../run-secret-command.js';

export interface VaultPassword {
  /** The vault id that it belongs to. */
  readonly label: string;
  readonly secret: Secret;
}

export interface VaultSettings {
  /** `LABEL@SOURCE` or `SOURCE`: a file, a program, or `prompt`; in the order in which they are tried. */
  readonly sources: readonly string[];
  /** Asks at the terminal; undefined if there is none. */
  readonly ask: (prompt: string) => Promise<Secret | undefined>;
  /** The folder that `~` stands for. Defaults to the user's home. */
  readonly home?: string;
}

/** All passwords, in the order of the sources. Throws E_INPUT for a source without a password. */
export async function vaultPasswords(settings: VaultSettings): Promise<readonly VaultPassword[]> {
  const found: VaultPassword[] = [];
  // One after another, because each may prompt the operator.
  for (const written of settings.sources) found.push(await passwordOf(written, settings));
  return found;
}

async function passwordOf(
  written: string,
  { ask, home = operatorHome() }: VaultSettings,
): Promise<VaultPassword> {
  const at = written.indexOf('@');
  const label = at > 0 ? written.slice(0, at) : 'default';
  const source = written.slice(at + 1);
  if (source === 'prompt') return { label, secret: await asked(label, ask) };
  const path = source.startsWith('~/') ? join(home, source.slice(2)) : resolve(source);
  const text = isProgram(path) ? await printed(path, label) : read(path);
  const password = text.trim();
  if (password !== '') return { label, secret: new Secret(password) };
  throw failure(path, 'contains no password', 'The file must contain the password on one line.');
}

async function asked(label: string, ask: VaultSettings['ask']): Promise<Secret> {
  const secret = await ask(label === 'default' ? 'Vault password' : `Vault password (${label})`);
  if (secret) return secret;
  const hint = 'Put it in a file that only you can read, and pass that file with --vault-password-file.';
  throw new TrueupError('E_INPUT', 'no vault password was entered, or no terminal is available', {
    hint,
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** As in Ansible, the vault id is passed to a program named `…-client`. */
function printed(path: string, label: string): Promise<string> {
  const isClient = basename(path, extname(path)).endsWith('-client');
  return printedBy([path, ...(isClient ? ['--vault-id', label] : [])], {
    what: 'vault password file',
    hint: 'The file is run because it is executable; if it is not a program, make it non-executable with chmod -x.',
  });
}

function read(path: string): string {
  try {
    return readRegularText(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'no such file' : messageOf(error);
    throw failure(
      path,
      why,
      'Pass the file with --vault-password-file, or type the password with --ask-vault-pass.',
    );
  }
}

function failure(path: string, why: string, hint: string): TrueupError {
  return new TrueupError('E_INPUT', `vault password file ${path}: ${why}`, { hint });
}
