// A rendered text that must hold no secret, because everybody on the host may read it.
import { Secret, TrueupError } from '../../lib/kit.js';

/** Throws E_INTERNAL where a secret went into it; `what` names the text. */
export function plainText(text: string | Secret, what: string): string {
  if (text instanceof Secret) throw new TrueupError('E_INTERNAL', `a secret was written into ${what}`);
  return text;
}
