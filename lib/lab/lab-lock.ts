// One command at a time changes a lab.
import { rmdir } from 'node:fs/promises';
import { TrueupError } from '../model/trueup-error.js';
import { withFolderLock } from './programs/folder-lock.js';
import type { LabSettings } from './settings/lab-settings.js';

/** Does the work while it holds the lab's lock; throws E_LOCKED if another command holds it. */
export function withLabLock<T>(lab: LabSettings, work: () => Promise<T>): Promise<T> {
  const refusal = new TrueupError('E_LOCKED', `lab: another command is working on the lab ${lab.network}`, {
    hint: 'Wait for that command to finish, then try again.',
  });
  // Not the lab's own folder: the work may take the lab down and bring it up again, and must keep the lock meanwhile.
  const folder = `/run/${lab.bridge}.lock`;
  return withFolderLock(folder, refusal, async () => {
    try {
      return await work();
    } finally {
      await rmdir(folder);
    }
  });
}
