// Encrypts all values of an inventory again.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrueupError } from '../model/trueup-error.js';
import { newIdentity, recipientOf } from './age.js';
import { identityFile, readIdentities, type Identities, type IdentitySettings } from './identities.js';
import { identityLines } from './init-secrets.js';
import { readRecipients, recipientsFile, type Recipient } from './recipients.js';
import { replaceFiles } from './replace-files.js';
import { openedValues, rotated, type YamlText } from './reencrypt-text.js';

/** How many values were encrypted again, by file. */
export type Rotation = ReadonlyMap<string, number>;

/** Encrypts every value of the inventory's files again, to the folder's current recipients: all files or none. */
export async function rotateInventory(
  folder: string,
  files: Iterable<YamlText>,
  settings: IdentitySettings,
): Promise<Rotation> {
  const recipients = await readRecipients(folder);
  const identities = await readIdentities(settings);
  const { texts, counts } = await rotatedTexts(files, identities, recipients);
  replaceFiles(texts);
  return counts;
}

/**
 * Like `rotateInventory`, but with a new identity in place of the operator's. It is written below the old one, which
 * can still decrypt what is in git's history, before anything is sealed to it.
 */
export async function rotateIdentity(
  folder: string,
  files: Iterable<YamlText>,
  settings: IdentitySettings,
): Promise<Rotation> {
  const path = identityFile(settings);
  const identities = await readIdentities(settings);
  if (identities.source !== path || !existsSync(path)) {
    const hint =
      'Create the new identity where the old one is stored, and add its recipient to recipients.txt.';
    throw new TrueupError(
      'E_INPUT',
      `a new identity can only be written to a file, not to ${identities.source}`,
      {
        hint,
      },
    );
  }
  const own = await Promise.all(identities.keys.map(recipientOf));
  const { identity, recipient } = await newIdentity();
  const recipients = (await readRecipients(folder)).flatMap((one) => (own.includes(one.key) ? [] : [one]));
  recipients.push({ key: recipient });
  const { texts, counts } = await rotatedTexts(files, identities, recipients);
  const listed = join(folder, recipientsFile);
  replaceFiles(
    new Map([[path, `${identityLines(recipient)}${identity.reveal()}\n${readFileSync(path, 'utf8')}`]]),
  );
  replaceFiles(new Map([...texts, [listed, withRecipient(readFileSync(listed, 'utf8'), own, recipient)]]));
  return counts;
}

/** Replaces the first old recipient with the new one, and removes the other old ones. */
function withRecipient(text: string, old: readonly (string | undefined)[], recipient: string): string {
  const lines = text.split('\n');
  const places = lines.flatMap((line, index) =>
    old.includes(/^\s*(age1\w+)/.exec(line)?.[1]) ? [index] : [],
  );
  const [first] = places;
  if (first === undefined) return `${text.trimEnd()}\n${recipient}\n`;
  lines[first] = recipient;
  return lines.filter((_, index) => index === first || !places.includes(index)).join('\n');
}

async function rotatedTexts(
  files: Iterable<YamlText>,
  identities: Identities,
  recipients: readonly Recipient[],
) {
  const texts = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const [file, source] of files) {
    const values = await openedValues(source, file, identities);
    if (values.length === 0) continue;
    counts.set(file, values.length);
    texts.set(file, await rotated(source, values, recipients));
  }
  return { texts, counts };
}
