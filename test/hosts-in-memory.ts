// Whether the hosts of tests have their disks in memory: they are made, filled and thrown away by the dozen.
import { freemem } from 'node:os';

const variable = 'TRUEUP_TEST_IN_MEMORY';

/** All lanes at once took up to 8 GiB of disk, and 10 in all. */
const needed = 16 * 2 ** 30;

/** For this process and those that it starts. Call it before any of them raises a host. */
export function chooseMemoryIfEnough(): void {
  const can = process.getuid?.() === 0 && freemem() > needed;
  process.env[variable] ??= can ? 'yes' : 'no';
}

export function inMemory(): boolean {
  return process.env[variable] === 'yes';
}
