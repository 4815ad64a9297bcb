// The only file that imports ssh2, and only when a connection is made, because that takes 90 ms.
import type Ssh2 from 'ssh2';

/** The package, loaded at the first call. */
export async function ssh2(): Promise<typeof Ssh2> {
  // CommonJS: not all of its names are seen as exports of the module itself.
  return (await import('ssh2')).default;
}
