// mocha's global fixture for contract tests: a bare host of their own, unless the environment names one.
import { sshArguments } from '../../lib/lab/hosts/host-ready.js';
import { imageRecipe } from '../../lib/lab/settings/image-recipe.js';
import { labDown } from '../../lib/lab/lab-down.js';
import { withLabLock } from '../../lib/lab/lab-lock.js';
import { labPaths } from '../../lib/lab/settings/lab-paths.js';
import { theLab, type LabSettings } from '../../lib/lab/settings/lab-settings.js';
import { runProgram } from '../../lib/lab/programs/run-program.js';
import { labUp } from '../../lib/lab/lab-up.js';

/** A second lab, so that two processes may test at once, each on a host of its own. */
const second = process.env.TRUEUP_TEST_LAB === 'second';

/** Shares nothing with the lab but the folder of downloads. */
export const contractLab: LabSettings = {
  bridge: second ? 'trueup-con1' : 'trueup-con0',
  network: second ? '198.18.77.80/28' : '198.18.77.48/28',
  gateway: second ? '198.18.77.81' : '198.18.77.49',
  nftTable: second ? 'trueup_contract2' : 'trueup_contract',
  machinePrefix: second ? 'td-' : 'tc-',
  stateFolder: second ? '/var/lib/trueup-lab-contract2' : '/var/lib/trueup-lab-contract',
  cacheFolder: theLab.cacheFolder,
  cachePort: second ? 3147 : 3144,
};

/** Its only host. */
export const bareHost = { name: 'bare', address: second ? '198.18.77.82' : '198.18.77.50' };

/** Boots to the end. An overlay's folder changes when it is listed first: that is no trace of a question either. */
export async function settleHost(): Promise<void> {
  const settle =
    'sudo systemctl is-system-running --wait; sudo find /etc /home /root /srv /opt /usr/local /var/lib >/dev/null';
  await runProgram('ssh', [...sshArguments(contractLab, bareHost), settle]);
}

let raised = false;

export async function mochaGlobalSetup(): Promise<void> {
  if (process.env.TRUEUP_TEST_HOST || process.getuid?.() !== 0) return;
  raised = true;
  const wish = {
    hosts: [bareHost],
    recipe: imageRecipe({}),
    extras: { secrets: [], site: ['contract.example'] },
  };
  await withLabLock(contractLab, () => labDown(contractLab, false, () => undefined));
  await withLabLock(contractLab, () => labUp(contractLab, wish, () => undefined));
  const paths = labPaths(contractLab);
  await settleHost();
  process.env.TRUEUP_TEST_HOST = bareHost.address;
  process.env.TRUEUP_TEST_USER = 'ubuntu';
  process.env.TRUEUP_TEST_KEY = paths.key;
  process.env.TRUEUP_TEST_KNOWN_HOSTS = paths.knownHosts;
}

export async function mochaGlobalTeardown(): Promise<void> {
  if (raised) await withLabLock(contractLab, () => labDown(contractLab, false, () => undefined));
}
