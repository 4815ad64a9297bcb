// trueup secrets edit: opens a file with decrypted values in an editor, and seals them again.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { readIdentities, type IdentitySettings } from '../../lib/secrets/identities.js';
import { inventoryOf, readRecipients } from '../../lib/secrets/recipients.js';
import { replaceFiles } from '../../lib/secrets/replace-files.js';
import { inClear, openedValues, resealed, type OpenedValue } from '../../lib/secrets/reencrypt-text.js';
import { confirm, isInteractive } from '../terminal-prompts.js';
import { reportError } from '../report-error.js';
import { openEditor } from './editor.js';
import { withPrivateFile } from './private-file.js';

/** Returns what happened to the file, in words. */
export async function editFile(file: string, settings: IdentitySettings): Promise<string> {
  const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const recipients = await readRecipients(inventoryOf(file));
  const values = await openedValues(source, file, await readIdentities(settings));
  const reseal = (edited: string) => resealed(edited, file, values, recipients);
  const text = await withPrivateFile(basename(file), inClear(source, values), (path, read, told) =>
    editedText(path, read, reseal, told),
  );
  if (text === source) return `${file}: nothing changed\n`;
  if ((existsSync(file) ? readFileSync(file, 'utf8') : '') !== source) {
    replaceFiles(new Map([[`${file}.edited`, text]]));
    const hint = `Your edits were saved, encrypted, in ${file}.edited.`;
    throw new TrueupError('E_INPUT', `${file}: changed by another program in the meantime`, { hint });
  }
  replaceFiles(new Map([[file, text]]));
  return `${file}: saved\n`;
}

/** If the text can't be sealed, it may be edited again, so that no input is lost. */
async function editedText(
  path: string,
  read: () => string,
  reseal: (edited: string) => Promise<string>,
  told: AbortSignal,
): Promise<string> {
  for (;;) {
    await openEditor(path, told);
    try {
      return await reseal(read());
    } catch (error) {
      if (!(error instanceof TrueupError) || !isInteractive()) throw error;
      reportError(error, false, (line) => process.stderr.write(`${line}\n`));
      if (!(await confirm('Edit again? Type "yes" to confirm; anything else discards your changes: ', told)))
        throw error;
    }
  }
}

/** The decrypted file, or one value of it. Throws E_INPUT if there is no such value. */
export async function viewFile(
  file: string,
  key: string | undefined,
  settings: IdentitySettings,
): Promise<string> {
  if (!existsSync(file)) throw new TrueupError('E_INPUT', `${file}: no such file`);
  const source = readFileSync(file, 'utf8');
  const values: readonly OpenedValue[] = await openedValues(source, file, await readIdentities(settings));
  if (key === undefined) return inClear(source, values);
  const found = values.find(({ path }) => path === key);
  if (found) return `${found.clear.reveal()}\n`;
  const hint =
    values.length === 0
      ? 'The file has no encrypted values.'
      : `Encrypted values in the file: ${values.map(({ path }) => path).join(', ')}.`;
  throw new TrueupError('E_INPUT', `${file} has no encrypted value ${key}`, { hint });
}
