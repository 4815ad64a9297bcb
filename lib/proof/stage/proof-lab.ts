// The lab of `trueup test`: hosts of its own, which may be up beside those of `trueup lab`.
import { withFolderLock } from '../../lab/programs/folder-lock.js';
import { theLab, type LabSettings } from '../../lab/settings/lab-settings.js';
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
  const refusal = new TrueupError('E_LOCKED', 'test: another `trueup test` is running on this machine', {
    hint: 'Wait for it to finish, then try again.',
  });
  return withFolderLock(lab.stateFolder, refusal, work);
}
