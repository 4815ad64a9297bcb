// Questions to the operator, each asked once however many hosts need the answer.
import type { Secret } from '../../model/secret.js';
import type { ConnectOptions } from '../link/connect-options.js';
import { remember } from '../link/answer-cache.js';

/** The passphrase of a key file; undefined if there is no terminal. A second prompt says that the first answer was wrong. */
export function askPassphraseOf(
  path: string,
  options: ConnectOptions,
  tries = 1,
): Promise<Secret | undefined> {
  const again = tries === 1 ? '' : `Wrong passphrase (${tries - 1}). `;
  return askOnce(`${again}Passphrase for ${path}`, options);
}

/** The answer to a question, which the operator is asked only the first time. */
export async function askOnce(prompt: string, options: ConnectOptions): Promise<Secret | undefined> {
  return remember(options, ['operator', prompt], () => options.askPassphrase?.(prompt));
}
