// The name of what stands beside its place until it is whole.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';

/** Same folder, so that a rename is atomic; a dot file without suffix, so that no `*.conf` takes it in. */
export function stagedPath(path: string): string {
  const tag = createHash('sha256').update(path).digest('hex').slice(0, 12);
  return posix.join(posix.dirname(path), `.trueup-${tag}`);
}
