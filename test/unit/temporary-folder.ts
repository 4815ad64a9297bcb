// Tests make and remove files by the thousand: where the machine lets programs run from memory, no disk has to take them.
import { readFileSync } from 'node:fs';

const memory = '/dev/shm';

/** `type` and options of what is mounted at a place; nothing where the system has no /proc (proc(5)). */
function mountedAt(place: string): readonly string[] {
  try {
    const lines = readFileSync('/proc/self/mounts', 'utf8').trim().split('\n');
    const [, , type = '', options = ''] =
      lines.map((line) => line.split(' ')).findLast(([, at]) => at === place) ?? [];
    return [type, ...options.split(',')];
  } catch {
    return [];
  }
}

const found = mountedAt(memory);
if (found.includes('tmpfs') && found.includes('rw') && !found.includes('noexec'))
  process.env.TMPDIR ??= memory;
