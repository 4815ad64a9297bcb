// The temporary name, next to its final place, of what isn't complete yet.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';

/** In the same folder, so that a rename is atomic; a dot file without a suffix, so that no `*.conf` matches it. */
export function stagedPath(path: string): string {
  const tag = createHash('sha256').update(path).digest('hex').slice(0, 12);
  return posix.join(posix.dirname(path), `.trueup-${tag}`);
}
