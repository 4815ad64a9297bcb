// mocha's global fixture for contract tests: a bare host of their own, unless the environment names one.
import { sshArguments } from '../../lib/lab/hosts/login-ready.js';
import { imageRecipe } from '../../lib/lab/settings/image-recipe.js';
import { labDown } from '../../lib/lab/lab-down.js';
import { withLabLock } from '../../lib/lab/lab-lock.js';
import { labPaths } from '../../lib/lab/settings/lab-paths.js';
import { theLab, type LabSettings } from '../../lib/lab/settings/lab-settings.js';
import { runProgram } from '../../lib/lab/programs/run-program.js';
import { labUp } from '../../lib/lab/lab-up.js';
import { inMemory } from '../hosts-in-memory.js';
import { chosenMirror } from '../mirror/chosen-mirror.js';

/** More of them, so that several processes may test at once, each on a host of its own. */
const labs = {
  first: {
    bridge: 'trueup-con0',
    network: '198.18.77.48/28',
    gateway: '198.18.77.49',
    nftTable: 'trueup_contract',
    machinePrefix: 'tc-',
    stateFolder: '/var/lib/trueup-lab-contract',
    cachePort: 3144,
  },
  second: {
    bridge: 'trueup-con1',
    network: '198.18.77.80/28',
    gateway: '198.18.77.81',
    nftTable: 'trueup_contract2',
    machinePrefix: 'td-',
    stateFolder: '/var/lib/trueup-lab-contract2',
    cachePort: 3147,
  },
  third: {
    bridge: 'trueup-con2',
    network: '198.18.77.128/28',
    gateway: '198.18.77.129',
    nftTable: 'trueup_contract3',
    machinePrefix: 'te-',
    stateFolder: '/var/lib/trueup-lab-contract3',
    cachePort: 3149,
  },
} as const;

/** The only host of each. */
const hosts = { first: '198.18.77.50', second: '198.18.77.82', third: '198.18.77.130' } as const;

/** Of which there is a bare host. */
export type ContractLab = keyof typeof labs;

/** Shares nothing with the lab but the folder of downloads. */
const settingsOf = (name: ContractLab): LabSettings => ({ ...labs[name], cacheFolder: theLab.cacheFolder });

/** Those of all lanes. */
export const contractLabs = (Object.keys(labs) as ContractLab[]).map(settingsOf);

const its = (process.env.TRUEUP_TEST_LAB ?? 'first') as ContractLab;

/** Which release the host runs, if not the lab's own. */
const suite = process.env.TRUEUP_TEST_SUITE;

/** That of this process. */
export const contractLab = settingsOf(its);

/** Its only host. */
export const bareHost = { name: 'bare', address: hosts[its] };

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
    inMemory: inMemory(),
    hosts: [bareHost],
    recipe: imageRecipe({
      ...chosenMirror(suite),
      ...(suite !== undefined && { suite }),
      allowExpired: suite === 'forky',
    }),
    extras: { secrets: [], certificates: [{ names: ['contract.example'] }] },
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
