// Opens, reseals, sets and rotates the sealed values of one YAML text.
import { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import { isSealed, open, seal, StaysClosed } from './age.js';
import { closedInWords } from './explain-decrypt-failure.js';
import type { Identities } from './identities.js';
import type { Recipient } from './recipients.js';
import { literal, sealedValues, spliced, type SealedValue } from './find-sealed-values.js';

/** A file of YAML and its text. */
export type YamlText = readonly [file: string, source: string];

/** A sealed value and its content. */
export interface OpenedValue extends SealedValue {
  readonly clear: Secret;
  /** As written in the text. */
  readonly source: string;
}

/** Opens every sealed value of a text; one that is in plain text is returned as it is. Throws E_INPUT with the line. */
export async function openedValues(
  source: string,
  file: string,
  identities: Identities,
): Promise<readonly OpenedValue[]> {
  const opening = sealedValues(source, file).map(async (value) => {
    const clear = isSealed(value.text) ? await opened(value, file, identities) : new Secret(value.text);
    return { ...value, clear, source: source.slice(value.start, value.end) };
  });
  // If several can't be opened, the first one in the text is reported, whichever was found first.
  await Promise.allSettled(opening);
  const values: OpenedValue[] = [];
  for (const value of opening) values.push(await value);
  return values;
}

async function opened(
  { text, line, path }: SealedValue,
  file: string,
  identities: Identities,
): Promise<Secret> {
  try {
    return await open(text, identities.keys);
  } catch (error) {
    if (!(error instanceof StaysClosed)) throw error;
    const { message, hint } = closedInWords(error.why, identities.source);
    throw new TrueupError('E_INPUT', `${path}: ${message}`, { hint, place: { file, line, column: 1 } });
  }
}

/** The text with its values decrypted, only for the editor. */
export function inClear(source: string, values: readonly OpenedValue[]): string {
  const changes = values.map((value) => {
    return { ...value, text: literal(value.clear.reveal(), value.indent, value.remark) };
  });
  return spliced(source, changes);
}

/** Seals the values of an edited, decrypted text again; values that were not edited keep every byte. */
export async function resealed(
  edited: string,
  file: string,
  before: readonly OpenedValue[],
  recipients: readonly Recipient[],
): Promise<string> {
  const changes = sealedValues(edited, file).map(async (value) => {
    const { text, path, indent, remark } = value;
    const same = before.filter(({ clear, text: old }) => clear.reveal() === text && isSealed(old));
    const old = same.find((one) => one.path === path) ?? same[0];
    if (old?.indent === indent && old?.remark === remark) return { ...value, text: old.source };
    if (old)
      return { ...value, text: literal(old.text, indent, [...(old.to ?? []), remark].join(' ').trim()) };
    return { ...value, text: await sealedLiteral(new Secret(text), recipients, indent, remark) };
  });
  return spliced(edited, await Promise.all(changes));
}

/** Every value encrypted again, to these recipients. */
export async function rotated(
  source: string,
  values: readonly OpenedValue[],
  recipients: readonly Recipient[],
): Promise<string> {
  const changes = values.map(async (value) => {
    return { ...value, text: await sealedLiteral(value.clear, recipients, value.indent, value.remark) };
  });
  return spliced(source, await Promise.all(changes));
}

/** A sealed value as it is written after its tag. */
export async function sealedLiteral(
  clear: Secret,
  recipients: readonly Recipient[],
  indent: number | undefined,
  remark = '',
): Promise<string> {
  const text = clear.reveal();
  // It is already sealed, because it was pasted.
  if (isSealed(text)) return literal(text.endsWith('\n') ? text : `${text}\n`, indent, remark);
  const sealed = await seal(
    clear,
    recipients.map(({ key }) => key),
  );
  return literal(sealed, indent, `${shortNames(recipients).join(' ')} ${remark}`.trim());
}

/** How a value's comment names its recipients. */
export function shortNames(recipients: readonly Recipient[]): readonly string[] {
  return recipients.map(({ key }) => key.slice(0, 14));
}
