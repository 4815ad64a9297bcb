// What is wanted, as one text: to compare two wants, never to be shown or kept.
import { Secret } from '../model/secret.js';

export interface WantText {
  /** Equal for equal wants; secrets stand in it by value. */
  readonly text: string;
  /** Whether a secret stands in it. */
  readonly secret: boolean;
}

/** Functions count by their source; a resource in a want by its id. */
export function wantText(want: unknown): WantText {
  let secret = false;
  // JSON.stringify asks toJSON before the replacer, and a Secret's says `***`: so the holder is looked at instead.
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
