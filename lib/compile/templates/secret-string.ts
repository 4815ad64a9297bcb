// Schema of a variable that only its consumer may see.
import type { Schema } from '../../model/schema.js';
import type { Secret } from '../../model/secret.js';
import { Type } from '../schema-type.js';

interface SecretOptions {
  readonly description: string;
  /** What its consumer can take; the message shows the pattern, never the secret. */
  readonly pattern?: string;
  readonly maxLength?: number;
}

/** A string in the inventory (best by `!file`), a `Secret` in the role. */
export function secretString(options: SecretOptions): Schema<Secret> {
  return Type.Unsafe<Secret>({ type: 'string', minLength: 1, secret: true, ...options });
}
