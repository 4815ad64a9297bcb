// The lab of `trueup test`: hosts of its own, which may be up beside those of `trueup lab`.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withFolderLock } from '../../lab/programs/folder-lock.js';
import { theLab, type LabHost, type LabSettings } from '../../lab/settings/lab-settings.js';
import { TrueupError } from '../../model/trueup-error.js';

/** Shares the downloads and images with the lab of `trueup lab`, and nothing else. */
export const proofLab: LabSettings = {
  bridge: 'trueup-proof0',
  network: '198.18.76.0/24',
  gateway: '198.18.76.1',
  nftTable: 'trueup_proof',
  machinePrefix: 'tp-',
  stateFolder: '/var/lib/trueup-lab-proof',
  cacheFolder: theLab.cacheFolder,
  cachePort: 3151,
};

/** One test at a time: throws E_LOCKED where another one runs on this machine. */
export function withProofLock<T>(lab: LabSettings, work: () => Promise<T>): Promise<T> {
  const refusal = new TrueupError(
    'E_LOCKED',
    'test: another test or lab command is running on this machine',
    {
      hint: 'Wait for that command to finish, then try again.',
    },
  );
  return withFolderLock(lab.stateFolder, refusal, work);
}

/** The file that lists the hosts of the last test. */
export function hostsFile({ stateFolder }: LabSettings): string {
  return join(stateFolder, 'hosts.json');
}

/** The hosts that the last test left. Throws E_LAB where it left none. */
export async function hostsOfLastTest(lab: LabSettings): Promise<readonly LabHost[]> {
  try {
    return JSON.parse(await readFile(hostsFile(lab), 'utf8')) as readonly LabHost[];
  } catch (cause) {
    throw new TrueupError('E_LAB', 'lab --test: no test left its hosts running', {
      cause,
      hint: 'Keep them running with `trueup test --keep`.',
    });
  }
}
