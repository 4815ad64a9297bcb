// Reads who can decrypt an inventory's secrets: recipients.txt, one age recipient per line, comments with #.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { TrueupError } from '../model/trueup-error.js';
import { isRecipient } from './age.js';

/** The file's name, in the inventory's folder. */
export const recipientsFile = 'recipients.txt';

export interface Recipient {
  readonly key: string;
  /** The comment above or after it, which names its owner. */
  readonly name?: string;
}

/** The recipients of an inventory's folder. Throws E_INPUT if there are none, or if a line is not a valid recipient. */
export async function readRecipients(folder: string): Promise<readonly Recipient[]> {
  const file = join(folder, recipientsFile);
  const hint = `Create it with \`trueup secrets init -i ${folder}\`.`;
  if (!existsSync(file)) {
    throw new TrueupError('E_INPUT', `${file}: no such file, so there are no recipients to encrypt to`, {
      hint,
    });
  }
  const found: Recipient[] = [];
  let comment: string | undefined;
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    const [, key = '', behind] = /^\s*([^\s#]*)\s*(?:#\s*(.*?)\s*)?$/.exec(line) ?? [undefined, line.trim()];
    if (key === '') {
      comment = behind;
      continue;
    }
    if (!(await isRecipient(key))) {
      const place = { file, line: index + 1, column: 1 };
      const wanted =
        'Write age1…, as printed by `trueup secrets keys` or age-keygen -y; SSH keys and plugins are not supported.';
      throw new TrueupError('E_INPUT', 'this is not a valid age recipient', { place, hint: wanted });
    }
    const name = behind ?? comment;
    comment = undefined;
    found.push({ key, ...(name ? { name } : {}) });
  }
  if (found.length === 0) throw new TrueupError('E_INPUT', `${file} lists no recipients`, { hint });
  return found;
}

/**
 * The inventory's folder that a file belongs to: its nearest ancestor with a recipients.txt, else the one that contains
 * its group_vars or host_vars.
 */
export function inventoryOf(file: string): string {
  const folders: string[] = [];
  for (let folder = dirname(resolve(file)); folders.length < 5; folder = dirname(folder))
    folders.push(folder);
  const withRecipients = folders.find((folder) => existsSync(join(folder, recipientsFile)));
  const ofVars = folders.find((folder) => ['group_vars', 'host_vars'].includes(basename(folder)));
  return withRecipients ?? dirname(ofVars ?? resolve(file));
}
