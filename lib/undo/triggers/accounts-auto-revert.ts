// Changes of accounts, keys and sudo's rules that may keep the operator out come back unless they are confirmed.
import type { Confirmation } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { putBackAccounts, keepAccounts } from '../snapshot/accounts.js';
import { armAutoRevert, disarmAutoRevert, revertNow, autoRevertFolder } from './auto-revert.js';

const name = 'accounts';

/** One switch for all steps of a batch: what stood before the first comes back. */
export const confirmAccounts: Confirmation = {
  confirm: disarmAutoRevert(name, sh`:`),
  undo: revertNow(name),
};

/** The script, behind the armed switch. */
export function guardingAccounts(script: Script): Script {
  const folder = autoRevertFolder(name);
  return join([armAutoRevert(name, keepAccounts(folder), putBackAccounts(folder)), script]);
}
