// One argument of redis.conf, or of a command to redis-cli: both read quotes in the same way.
import { Secret } from '../../lib/kit.js';

/** Within double quotes a backslash and the quote itself have another meaning, and nothing else has. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`)}"`;
}

/** A secret one, with what stands in front of it. */
export function quotedSecret(secret: Secret, before = ''): Secret {
  return new Secret(quoted(`${before}${secret.reveal()}`));
}
