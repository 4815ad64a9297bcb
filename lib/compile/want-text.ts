// A want as text, only for comparing two wants: it must never be shown or stored.
import { Secret } from '../model/secret.js';

export interface WantText {
  /** Equal for equal wants; contains the values of secrets. */
  readonly text: string;
  /** Whether the text contains a secret. */
  readonly secret: boolean;
}

/** Functions are represented by their source, and resources within a want by their ids. */
export function wantText(want: unknown): WantText {
  let secret = false;
  // JSON.stringify calls toJSON before the replacer, and a Secret's returns `***`, so the value is read from `this`.
  const text = JSON.stringify({ want }, function (this: Record<string, unknown>, key, shown: unknown) {
    const value = this[key];
    if (value instanceof Secret) {
      secret = true;
      return { secret: value.reveal() };
    }
    if (typeof value === 'function') return String(value);
    if (value === null || typeof value !== 'object') return shown;
    if ('masked' in value && 'text' in value && value.masked !== value.text) secret = true;
    return 'type' in value && 'want' in value && 'id' in value ? { resource: value.id } : shown;
  });
  return { text, secret };
}
