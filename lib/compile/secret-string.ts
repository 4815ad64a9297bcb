// Schema of a variable that only its consumer may see.
import { Type, type TUnsafe } from 'typebox';
import type { Secret } from '../model/secret.js';

/** A string in the inventory (best by `!file`), a `Secret` in the role. */
export function secretString(options: { description: string }): TUnsafe<Secret> {
  return Type.Unsafe<Secret>({ type: 'string', minLength: 1, secret: true, ...options });
}
