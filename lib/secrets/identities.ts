// Finds the identities that open sealed values: in a text, a file, or the output of a command.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import { operatorHome } from '../operator.js';
import { recipientOf } from './age.js';
import { splitWords } from '../shell/split-command-line.js';
import { printedBy } from './run-secret-command.js';

/** Where to find identities; the first setting that is given counts. */
export interface IdentitySettings {
  /** `--identity`. */
  readonly file?: string;
  /** TRUEUP_AGE_IDENTITY. */
  readonly text?: Secret;
  /** TRUEUP_AGE_IDENTITY_FILE. */
  readonly usualFile?: string;
  /** TRUEUP_AGE_IDENTITY_COMMAND. */
  readonly command?: string;
  /** The folder that `~` stands for. Defaults to the user's home. */
  readonly home?: string;
}

export interface Identities {
  readonly keys: readonly Secret[];
  /** Where they come from, or would come from; for errors. */
  readonly source: string;
}

/** The path of the identity file: as given, or the default. */
export function identityFile({ file, usualFile, home = operatorHome() }: IdentitySettings): string {
  return file ?? usualFile ?? join(home, '.config', 'trueup', 'identity.txt');
}

/** The identities; none if no place is given and the default file doesn't exist. Throws E_INPUT. */
export async function readIdentities(settings: IdentitySettings): Promise<Identities> {
  const { file, text, usualFile, command } = settings;
  const path = identityFile(settings);
  if (file === undefined && text) return identitiesIn(text.reveal(), 'TRUEUP_AGE_IDENTITY');
  if (file === undefined && usualFile === undefined && command !== undefined)
    return identitiesIn(await printedIdentity(command), 'the output of TRUEUP_AGE_IDENTITY_COMMAND');
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found && (file ?? usualFile) === undefined) return { keys: [], source: path };
  if (!found)
    throw new TrueupError('E_INPUT', `${path}: no such file`, {
      hint: 'This file must contain your age identity; `trueup secrets init` creates it.',
    });
  if ((found.mode & 0o077) !== 0) {
    const mode = (found.mode & 0o777).toString(8);
    const hint = `Run chmod 600 ${path}, and consider who may have read it.`;
    throw new TrueupError('E_INPUT', `${path}: this identity is readable by others (mode ${mode})`, { hint });
  }
  return identitiesIn(readFileSync(path, 'utf8'), path);
}

function printedIdentity(command: string): Promise<string> {
  return printedBy([...splitWords(command)], {
    what: 'TRUEUP_AGE_IDENTITY_COMMAND',
    hint: 'The command is run without a shell: separate words with spaces, and quote any word that contains a space.',
  });
}

async function identitiesIn(text: string, source: string): Promise<Identities> {
  if (text.startsWith('age-encryption.org/') || text.startsWith('-----BEGIN AGE')) {
    const hint = "To let age prompt for the passphrase, set TRUEUP_AGE_IDENTITY_COMMAND='age -d FILE'.";
    throw new TrueupError('E_INPUT', `${source} is itself encrypted with a passphrase`, { hint });
  }
  const keys: Secret[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const word = line.trim();
    if (word === '' || word.startsWith('#')) continue;
    const key = new Secret(word);
    if ((await recipientOf(key)) === undefined) {
      const hint =
        'Write AGE-SECRET-KEY-1…, as printed by `trueup secrets init` or age-keygen; SSH keys and plugins are not supported.';
      throw new TrueupError('E_INPUT', `${source}: line ${index + 1} is not a valid age identity`, { hint });
    }
    keys.push(key);
  }
  if (keys.length > 0) return { keys, source };
  throw new TrueupError('E_INPUT', `${source} contains no identity`, {
    hint: 'It must contain a line that starts with AGE-SECRET-KEY-1.',
  });
}
