// Schema of a secret variable.
import type { Schema } from '../../model/schema.js';
import type { Secret } from '../../model/secret.js';
import { Type } from '../schema-builder.js';

interface SecretOptions {
  readonly description: string;
  /** Regular expression for the value. Error messages show the pattern, never the secret. */
  readonly pattern?: string;
  readonly maxLength?: number;
}

/** A schema for a secret: a string in the inventory (preferably with `!file`), a `Secret` in the role. */
export function secretString(options: SecretOptions): Schema<Secret> {
  return Type.Unsafe<Secret>({ type: 'string', minLength: 1, secret: true, ...options });
}
