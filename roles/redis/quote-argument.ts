// One argument of redis.conf, or of a command to redis-cli: both read quotes in the same way.
import { Secret } from '../../lib/kit.js';

/** Within double quotes, only a backslash and the quote itself have a special meaning. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`)}"`;
}

/** Quotes a secret, together with the text before it. */
export function quotedSecret(secret: Secret, before = ''): Secret {
  return new Secret(quoted(`${before}${secret.reveal()}`));
}
