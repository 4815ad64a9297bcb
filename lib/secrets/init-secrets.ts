// Creates an identity and adds it to an inventory's recipients.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from '../model/thrown-message.js';
import { TrueupError } from '../model/trueup-error.js';
import { newIdentity, recipientOf } from './age.js';
import { identityFile, readIdentities, type IdentitySettings } from './identities.js';
import { recipientsFile } from './recipients.js';
import { replaceFiles } from './replace-files.js';

const preface = `# Who may read the secrets of this inventory: one age recipient per line, below its name.
# After you change this file, run: trueup secrets rotate
`;

export interface Initialized {
  /** Where the identity comes from. */
  readonly identity: string;
  readonly made: boolean;
  readonly recipient: string;
  readonly recipients: string;
  readonly entered: boolean;
}

/** Does only what isn't done yet, and never overwrites an identity. `name` identifies the operator to the team. */
export async function initSecrets(
  folder: string,
  settings: IdentitySettings,
  name: string,
): Promise<Initialized> {
  if (!existsSync(folder)) throw new TrueupError('E_INPUT', `${folder}: no such folder`);
  const found = await present(settings);
  const { recipient, source } = found ?? (await makeIdentity(identityFile(settings)));
  const recipients = join(folder, recipientsFile);
  const before = existsSync(recipients) ? readFileSync(recipients, 'utf8') : preface;
  const entered = !before.includes(recipient);
  const gap = before.endsWith('\n') ? '' : '\n';
  if (entered)
    replaceFiles(
      new Map([[recipients, `${before}${gap}# ${name.replaceAll(/[\r\n]/g, ' ')}\n${recipient}\n`]]),
    );
  return { identity: source, made: !found, recipient, recipients, entered };
}

async function present(
  settings: IdentitySettings,
): Promise<{ recipient: string; source: string } | undefined> {
  const { file, usualFile } = settings;
  const named = file ?? (settings.text || settings.command !== undefined ? undefined : usualFile);
  // The named file is about to be created.
  if (named !== undefined && !existsSync(named)) return undefined;
  const { keys, source } = await readIdentities(settings);
  const recipient = keys[0] && (await recipientOf(keys[0]));
  return recipient === undefined ? undefined : { recipient, source };
}

async function makeIdentity(path: string): Promise<{ recipient: string; source: string }> {
  const { identity, recipient } = await newIdentity();
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    const why = messageOf(error);
    const hint = 'Use --identity FILE or TRUEUP_AGE_IDENTITY_FILE to choose where your identity is stored.';
    throw new TrueupError('E_INPUT', `${dirname(path)}: cannot be created: ${why}`, { hint, cause: error });
  }
  replaceFiles(new Map([[path, `${identityLines(recipient)}${identity.reveal()}\n`]]), 0o600);
  return { recipient, source: path };
}

/** Comments above an identity, as age-keygen writes them. */
export function identityLines(recipient: string): string {
  return `# created: ${new Date().toISOString()}\n# public key: ${recipient}\n`;
}
