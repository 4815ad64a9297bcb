// Bare hosts of the faults' own, to pull the plug of and cut the cable of.
import { cutPower } from '../../lib/lab/hosts/host-machine.js';
import { machineName } from '../../lib/lab/hosts/host-command.js';
import { imageRecipe } from '../../lib/lab/settings/image-recipe.js';
import { labDown } from '../../lib/lab/lab-down.js';
import { startHosts } from '../../lib/lab/lab-hosts.js';
import { withLabLock } from '../../lib/lab/lab-lock.js';
import { theLab, type LabHost, type LabSettings } from '../../lib/lab/settings/lab-settings.js';
import { labUp } from '../../lib/lab/lab-up.js';
import { runProgram } from '../../lib/lab/programs/run-program.js';

/** Shares nothing with the lab but the folder of downloads. */
export const faultLab: LabSettings = {
  bridge: 'trueup-flt0',
  network: '198.18.77.32/28',
  gateway: '198.18.77.33',
  nftTable: 'trueup_faults',
  machinePrefix: 'tf-',
  stateFolder: '/var/lib/trueup-lab-faults',
  cacheFolder: theLab.cacheFolder,
  cachePort: 3145,
};

/** The name in its certificate. */
export const faultSite = 'fault.example';

export const faultHosts: readonly LabHost[] = [34, 35, 36, 37].map((last) => ({
  name: `fault${last - 33}`,
  address: `198.18.77.${last}`,
}));

/** Bare hosts, whatever was there before. */
export async function raiseFaultLab(): Promise<void> {
  await lowerFaultLab();
  const wish = {
    hosts: faultHosts,
    recipe: imageRecipe({}),
    extras: { secrets: [], site: [faultSite] },
  };
  await withLabLock(faultLab, () => labUp(faultLab, wish, quietly));
}

export async function lowerFaultLab(): Promise<void> {
  await withLabLock(faultLab, () => labDown(faultLab, false, quietly));
}

/** Nothing on the host gets to say goodbye; its disk stays. */
export async function powerOff(lab: LabSettings, host: string): Promise<void> {
  await cutPower(lab, host);
}

/** Returns when it lets its user in. */
export async function powerOn(lab: LabSettings, host: LabHost): Promise<void> {
  await startHosts(lab, [host], quietly);
}

/** Pulls the host's cable, or puts it back: the port of the bridge that systemd-nspawn(1) names after the machine. */
export async function cable(lab: LabSettings, host: string, state: 'down' | 'up'): Promise<void> {
  const port = `vb-${machineName(lab, host)}`.slice(0, 15);
  await runProgram('ip', ['link', 'set', port, state]);
}

function quietly(): void {
  // Nobody watches.
}
