// mocha's global fixture for end-to-end tests: a lab that wasn't up before them is taken down after them.
import { hostsOnDisk } from '../../lib/lab/hosts/hosts-on-disk.js';
import { findMachine } from '../../lib/lab/hosts/machine-power.js';
import { labDown } from '../../lib/lab/lab-down.js';
import { withLabLock } from '../../lib/lab/lab-lock.js';
import { theLab } from '../../lib/lab/settings/lab-settings.js';

let somebodys = true;

export async function mochaGlobalSetup(): Promise<void> {
  if (process.getuid?.() !== 0) return;
  somebodys = (await hostsOnDisk(theLab)).some((host) => findMachine(theLab, host) !== undefined);
}

export async function mochaGlobalTeardown(): Promise<void> {
  if (!somebodys) await withLabLock(theLab, () => labDown(theLab, false, () => undefined));
}
