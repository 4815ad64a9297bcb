// Converts what ansible-vault encrypted in an inventory to age values, in place.
import type { Scalar } from 'yaml';
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { readRecipients, type Recipient } from '../recipients.js';
import { replaceFiles } from '../replace-files.js';
import { sealedLiteral, type YamlText } from '../reencrypt-text.js';
import {
  ageTag,
  sealedValues,
  spliced,
  valuesWhere,
  vaultTags,
  type SealedValue,
} from '../find-sealed-values.js';
import { vaultOpener, type OpenVault } from './decrypt-vault.js';
import { vaultInWords } from './explain-vault-failure.js';
import { vaultPasswords, type VaultSettings } from './vault-passwords.js';
import { isVault } from './parse-vault-text.js';

/** Which values of a text are secret, by the words of their paths. */
export type SecretPaths = (path: readonly string[]) => boolean;

/**
 * A file and its text. If it was encrypted as a whole, `secretIn` determines which values of the decrypted text become
 * age values; undefined leaves the file as it is. It throws E_INPUT if the text can't contain any.
 */
export type VaultFile = readonly [...YamlText, secretIn: (clear: string) => SecretPaths | undefined];

/** Returns the number of values by file. Writes all files, or none; preserves layout and comments. Throws E_INPUT. */
export async function importVault(
  folder: string,
  files: Iterable<VaultFile>,
  settings: VaultSettings,
): Promise<ReadonlyMap<string, number>> {
  const recipients = await readRecipients(folder);
  const open = vaultOpener(await vaultPasswords(settings));
  const texts = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const [file, source, secretIn] of files) {
    const clear = isVault(source) ? await opened(source, { file, line: 1 }, open) : undefined;
    const text = clear ? clear.reveal() : source;
    const isSecret = clear && secretIn(text);
    if (clear && !isSecret) continue;
    const values = isSecret
      ? valuesWhere(text, file, (node, path) => isSecretText(node) && isSecret(path))
      : vaultValues(text, file);
    if (values.length === 0 && !clear) continue;
    texts.set(file, await imported(text, file, { values, recipients, open }));
    counts.set(file, values.length);
  }
  replaceFiles(texts);
  return counts;
}

function vaultValues(source: string, file: string): readonly SealedValue[] {
  return valuesWhere(source, file, ({ tag }) => tag !== undefined && vaultTags.includes(tag));
}

/** Every value except booleans, empty values, templates and existing age values. */
function isSecretText(node: Scalar): boolean {
  if (node.tag === ageTag || node.tag === '!file') return false;
  const text = textOf(node);
  if (node.type === 'PLAIN' && /^(?:~|null|true|false|yes|no|on|off|)$/i.test(text)) return false;
  return node.tag === '!unsafe' || !text.includes('{{');
}

function textOf(node: Scalar): string {
  return node.type === 'PLAIN' ? (node.source ?? '') : String(node.value);
}

interface Importing {
  readonly values: readonly SealedValue[];
  readonly recipients: readonly Recipient[];
  readonly open: OpenVault;
}

async function imported(
  text: string,
  file: string,
  { values, recipients, open }: Importing,
): Promise<string> {
  const changes = values.map(async (value) => {
    const { line, indent, remark, end } = value;
    const clear = isVault(value.text)
      ? await opened(value.text, { file, line }, open)
      : new Secret(value.text);
    // Another tag in front of the value is removed.
    const start = value.start - (/![^\s]*[ \t]+$/.exec(text.slice(0, value.start))?.[0].length ?? 0);
    return { start, end, text: `${ageTag} ${await sealedLiteral(clear, recipients, indent, remark)}` };
  });
  const result = spliced(text, await Promise.all(changes));
  const before = sealedValues(text, file).length;
  if (sealedValues(result, file).length === before + values.length) return result;
  const hint = 'Convert its values to age with `trueup secrets edit`, one at a time.';
  throw new TrueupError('E_INPUT', `${file}: its values cannot be replaced automatically`, { hint });
}

async function opened(
  text: string,
  { file, line }: { readonly file: string; readonly line: number },
  open: OpenVault,
): Promise<Secret> {
  const found = await open(text);
  if (found instanceof Secret) return found;
  const { message, hint } = vaultInWords(found);
  throw new TrueupError('E_INPUT', message, { hint, place: { file, line, column: 1 } });
}
