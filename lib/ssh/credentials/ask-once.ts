// Questions to the operator, each asked once per run however many hosts need the answer.
import type { Secret } from '../../model/secret.js';
import type { ConnectOptions } from '../link/connect-options.js';

const answers = new Map<string, Promise<Secret | undefined>>();

/** The passphrase of a key file; nothing where there is nobody to ask. */
export function askPassphraseOf(path: string, options: ConnectOptions): Promise<Secret | undefined> {
  return askOnce(`Passphrase for ${path}`, options);
}

/** The answer to a question, asked of the operator the first time only. */
export async function askOnce(prompt: string, options: ConnectOptions): Promise<Secret | undefined> {
  const answer = answers.get(prompt) ?? options.askPassphrase?.(prompt);
  if (answer) answers.set(prompt, answer);
  return answer;
}
