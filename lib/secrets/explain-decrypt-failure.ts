// Explains why a sealed value can't be decrypted, and what to do.
import type { Closed } from './age.js';

const words: Readonly<Record<Closed, readonly [message: string, hint: string]>> = {
  'no identity': [
    'is encrypted, but no identity was given to decrypt it',
    'Specify your identity: --identity FILE, TRUEUP_AGE_IDENTITY, TRUEUP_AGE_IDENTITY_FILE or TRUEUP_AGE_IDENTITY_COMMAND. If you have none, create one with `trueup secrets init`; then someone who can decrypt the values must run `trueup secrets rotate`.',
  ],
  'not for these identities': [
    'is not encrypted to your identity',
    'Someone who can decrypt it must add your recipient to recipients.txt and run `trueup secrets rotate`; `trueup secrets keys` shows the recipients.',
  ],
  damaged: [
    'the encrypted text is damaged',
    'Restore it from git. A single missing or changed line damages it.',
  ],
  'not text': [
    'the decrypted value is not UTF-8 text',
    'Encode it as text, for example in base64, and encrypt it again.',
  ],
};

/** Why a value can't be decrypted. */
export interface ClosedInWords {
  readonly message: string;
  readonly hint: string;
  /** Set if all values with this problem share one cause and one remedy. */
  readonly kind?: string;
}

/** The problem with a value, and its remedy; `source` is where the identity came from, or would have come from. */
export function closedInWords(why: Closed, source: string): ClosedInWords {
  const [message, hint] = words[why];
  const where =
    why === 'no identity' ? ` (none in ${source})` : why === 'not for these identities' ? ` (${source})` : '';
  const isBroken = why === 'damaged' || why === 'not text';
  return { message: `!age: ${message}${where}`, hint, ...(!isBroken && { kind: `!age ${why}` }) };
}
