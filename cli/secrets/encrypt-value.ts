// Seals one value and puts it into a file, or prints it for pasting.
import { existsSync, readFileSync } from 'node:fs';
import { text as textOf } from 'node:stream/consumers';
import { checkOwner } from '../../lib/inventory/read/check-vars-file-owner.js';
import { Secret } from '../../lib/model/secret.js';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { inventoryOf, readRecipients } from '../../lib/secrets/recipients.js';
import { replaceFiles } from '../../lib/secrets/replace-files.js';
import { sealedLiteral } from '../../lib/secrets/reencrypt-text.js';
import { ageTag } from '../../lib/secrets/find-sealed-values.js';
import { standsAt, withValue } from '../../lib/secrets/set-value.js';
import { askPassphrase, isInteractive } from '../terminal-prompts.js';

/** What may be overwritten: nothing, a plain-text value, or any value. */
export type Over = 'nothing' | 'clear' | 'all';

/** Puts the value at KEY.PATH. Throws E_INPUT if a value there must be kept, or a new file is for no group or host. */
export async function putValue(file: string, key: string, secret: Secret, over: Over): Promise<string> {
  const source = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (source === undefined) await checkOwner(file, inventoryOf(file));
  return putInto(file, source ?? '', { key, secret, over });
}

interface Put {
  readonly key: string;
  readonly secret: Secret;
  readonly over: Over;
}

async function putInto(file: string, source: string, { key, secret, over }: Put): Promise<string> {
  const there = standsAt(source, file, key);
  if ((there === 'sealed' && over !== 'all') || (there === 'other' && over === 'nothing')) {
    const hint = 'Use --replace to overwrite it.';
    throw new TrueupError('E_INPUT', `${file}: ${key} already has a value`, { hint });
  }
  const recipients = await readRecipients(inventoryOf(file));
  replaceFiles(
    new Map([
      [file, await withValue(source, file, key, (indent) => sealedLiteral(secret, recipients, indent))],
    ]),
  );
  return `${file}: ${key} is set, encrypted to ${recipients.length} ${recipients.length === 1 ? 'recipient' : 'recipients'}\n`;
}

/** The value as YAML, for pasting. */
export async function printedValue(folder: string, key: string, secret: Secret): Promise<string> {
  return `${key}: ${ageTag} ${await sealedLiteral(secret, await readRecipients(folder), 2)}`;
}

/** Reads stdin, without its last newline; in a terminal, asks for the value twice, without echo. Throws E_INPUT. */
export async function readValue(): Promise<Secret> {
  if (isInteractive()) return typedValue();
  const text = (await textOf(process.stdin)).replace(/\r?\n$/, '');
  if (text === '')
    throw new TrueupError('E_INPUT', 'no value on stdin', { hint: 'Pipe the value to stdin.' });
  if (/[\0\ufffd]/.test(text)) throw new TrueupError('E_INPUT', 'the value on stdin is not UTF-8 text');
  return new Secret(text);
}

async function typedValue(): Promise<Secret> {
  const first = await askPassphrase('Value');
  const again = await askPassphrase('Repeat value');
  if (first && first.reveal() === again?.reveal()) return first;
  throw new TrueupError('E_INPUT', first ? 'the two values differ' : 'the value is empty');
}
