// A rendered text that must not contain a secret, because everyone on the host may read it.
import { Secret, TrueupError } from '../../lib/kit.js';

/** Throws E_INTERNAL if the text contains a secret; `what` names the text. */
export function plainText(text: string | Secret, what: string): string {
  if (text instanceof Secret) throw new TrueupError('E_INTERNAL', `the text of ${what} contains a secret`);
  return text;
}
