// Reads the text of a source, and decrypts it if ansible-vault encrypted it as a whole.
import { basename } from 'node:path';
import { readRegularText } from '../../bounds/read-bounded-file.js';
import { messageOf } from '../../model/thrown-message.js';
import { Secret } from '../../model/secret.js';
import { vaultInWords } from '../../secrets/vault/explain-vault-failure.js';
import { isVault } from '../../secrets/vault/parse-vault-text.js';
import { reasonOf } from '../../model/file-error-reason.js';
import type { Reading } from './add-to-inventory.js';
import type { VaultAccess } from './lazy-vault-passwords.js';

const mebibyte = 1024 * 1024;
/** A hand-written file is smaller than the JSON that a program writes for a thousand hosts. */
const [mostWritten, mostJson] = [mebibyte, 16 * mebibyte];

export interface SourceText {
  readonly text: string;
  readonly encrypted: boolean;
}

/** Undefined if it can't be read as text, which is reported. */
export async function sourceText(reading: Reading, vaults: VaultAccess): Promise<SourceText | undefined> {
  const { name } = reading.source;
  let text: string;
  try {
    text = bounded(readRegularText(name, mostJson));
  } catch (error) {
    const why = reasonOf(error);
    const hint =
      why === 'is not UTF-8 text'
        ? `Convert it, for example with \`iconv -f latin1 -t utf-8 ${name}\`.`
        : undefined;
    unreadable(reading, messageOf(error).startsWith('is ') ? why : `can't be read: ${why}`, hint);
    return undefined;
  }
  return isVault(text) ? decrypted(text, reading, vaults) : { text, encrypted: false };
}

/** Whether the file's name suggests that it lists hosts. */
export function isCalledInventory(path: string): boolean {
  return /host|inventor/i.test(basename(path));
}

async function decrypted(
  text: string,
  reading: Reading,
  { open }: VaultAccess,
): Promise<SourceText | undefined> {
  const found = await open(text);
  if (found instanceof Secret) {
    try {
      return { text: bounded(found.reveal().replace(/^\ufeff/, '')), encrypted: true };
    } catch (error) {
      unreadable(reading, messageOf(error));
    }
  } else if (found === 'not text') {
    unreadable(
      reading,
      'its content is not UTF-8 text',
      'Decrypt it, convert it to UTF-8, and encrypt it again.',
    );
  } else if (found !== undefined) {
    const { message, ...remedy } = vaultInWords(found);
    const { source, problems } = reading;
    const details = { place: { file: source.name, line: 1, column: 1 }, ...remedy };
    // Without the file, hosts may be missing; but a sub-folder may contain anything.
    if (source.found === 'in sub-folder' && !isMeant(reading)) {
      problems.warn(`${message}; the file is ignored`, details);
    } else {
      problems.brokenFile = true;
      problems.add(message, details);
    }
  }
  return undefined;
}

/** Throws if the text is too large. An encrypted text is several times as large as its content. */
function bounded(text: string): string {
  if (text.length <= mostWritten || text.trimStart().startsWith('{') || isVault(text)) return text;
  throw new Error(`is larger than ${mostWritten / mebibyte} MiB`);
}

/** An error only if the file is meant to be an inventory; a folder may contain other files. */
function unreadable(reading: Reading, message: string, hint?: string): void {
  const { source, problems } = reading;
  const place = { file: source.name, line: 1, column: 1 };
  if (isMeant(reading)) {
    problems.brokenFile = true;
    problems.add(message, { place, hint });
  } else if (source.found === 'in folder') problems.warn(message, { place, hint });
}

function isMeant({ source: { found, name } }: Reading): boolean {
  return found === 'named' || /\.(?:ya?ml|json)$/.test(name) || isCalledInventory(name);
}
