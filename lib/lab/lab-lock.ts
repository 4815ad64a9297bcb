// One lab command at a time.
import { TrueupError } from '../model/trueup-error.js';
import { withFolderLock } from './programs/folder-lock.js';
import type { LabSettings } from './settings/lab-settings.js';

/** Does the work while it holds the lab's lock; throws E_LOCKED where another command has it. */
export function withLabLock<T>(lab: LabSettings, work: () => Promise<T>): Promise<T> {
  const refusal = new TrueupError('E_LOCKED', 'lab: another lab command is running', {
    hint: 'Wait for that command to finish, then try again.',
  });
  return withFolderLock(lab.stateFolder, refusal, work);
}
