// Lists who can decrypt an inventory's values, and the values that are not encrypted to all of them.
import type { Secret } from '../model/secret.js';
import { countRecipients, isSealed, open, recipientOf, StaysClosed } from './age.js';
import { readIdentities, type IdentitySettings } from './identities.js';
import { readRecipients, type Recipient } from './recipients.js';
import { shortNames, type YamlText } from './reencrypt-text.js';
import { sealedValues, type SealedValue } from './find-sealed-values.js';

/** What is known about one value without its content. */
export interface ListedValue extends Pick<SealedValue, 'path' | 'line'> {
  readonly file: string;
  /** Whether the available identities can decrypt it. */
  readonly opens: boolean;
  /** What is wrong with its recipients; undefined if they are right. */
  readonly wrong?: string;
}

export interface Keys {
  readonly recipients: readonly (Recipient & { readonly present: boolean })[];
  readonly values: readonly ListedValue[];
}

/** The recipients, with whether their identity is available, and the values, with any problem of their recipients. */
export async function listKeys(
  folder: string,
  files: Iterable<YamlText>,
  settings: IdentitySettings,
): Promise<Keys> {
  const recipients = await readRecipients(folder);
  const { keys } = await readIdentities(settings);
  const own = await Promise.all(keys.map(recipientOf));
  const values = [...files].flatMap(([file, source]) =>
    sealedValues(source, file).map((value) => listed(value, file, keys, recipients)),
  );
  return {
    recipients: recipients.map((one) => ({ ...one, present: own.includes(one.key) })),
    values: await Promise.all(values),
  };
}

async function listed(
  { path, line, text, to }: SealedValue,
  file: string,
  keys: readonly Secret[],
  recipients: readonly Recipient[],
): Promise<ListedValue> {
  const about = { path, line, file };
  if (!isSealed(text)) return { ...about, opens: true, wrong: 'is not encrypted' };
  const opens = await open(text, keys)
    .then(() => true)
    .catch((error: unknown) => {
      if (error instanceof StaysClosed && error.why !== 'damaged') return error.why === 'not text';
      return undefined;
    });
  if (opens === undefined) return { ...about, opens: false, wrong: 'is damaged' };
  const names = shortNames(recipients);
  const missing = to ? names.filter((name) => !to.includes(name)) : [];
  const gone = to?.filter((name) => !names.includes(name)) ?? [];
  const count = await countRecipients(text);
  const wrong =
    missing.length > 0
      ? `is not encrypted to ${missing.join(', ')}`
      : gone.length > 0
        ? `is still encrypted to ${gone.join(', ')}`
        : count !== recipients.length
          ? `has the wrong number of recipients: ${String(count ?? 'unknown')} instead of ${recipients.length}`
          : undefined;
  return { ...about, opens, ...(wrong === undefined ? {} : { wrong }) };
}
