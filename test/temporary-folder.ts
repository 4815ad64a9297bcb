// Tests make and remove files by the thousand: where the machine lets programs run from memory, no disk has to take them.
import { existsSync, readFileSync } from 'node:fs';

/** proc(5): not every system has it. */
const mounts = '/proc/self/mounts';
const text = existsSync(mounts) ? readFileSync(mounts, 'utf8') : '';
/** Of the last one that is mounted there, which is the one that is seen. */
const options = [...text.matchAll(/^\S+ \/dev\/shm tmpfs (\S+)/gm)].at(-1)?.[1]?.split(',') ?? [];

if (options.includes('rw') && !options.includes('noexec')) process.env.TMPDIR ??= '/dev/shm';
