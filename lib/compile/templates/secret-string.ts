// Schema of a variable that only its consumer may see.
import type { Schema } from '../../model/schema.js';
import type { Secret } from '../../model/secret.js';
import { Type } from '../schema-type.js';

/** A string in the inventory (best by `!file`), a `Secret` in the role. */
export function secretString(options: { description: string }): Schema<Secret> {
  return Type.Unsafe<Secret>({ type: 'string', minLength: 1, secret: true, ...options });
}
