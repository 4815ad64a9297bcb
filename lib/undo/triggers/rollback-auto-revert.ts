// A rollback may keep the operator out in every way that an apply may: one switch brings all of them back.
import type { Confirmation } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { accountsBack, saveAccounts } from '../snapshot/accounts.js';
import { rulesBack, saveRules } from '../snapshot/rules.js';
import { saveSshd, sshdBack } from '../snapshot/sshd.js';
import { armAutoRevert, disarmAutoRevert, revertNow, autoRevertFolder } from './auto-revert.js';

const name = 'rollback';
const folder = autoRevertFolder(name);

const save = join([saveAccounts(folder), saveSshd(folder), saveRules(folder)]);

// A home may not be there yet at boot.
const undo = join([rulesBack(folder), sshdBack(folder), accountsBack(folder)]);

/** For each part of a rollback that may keep the operator out: the time begins anew, what is kept stays. */
export const armRollback: Script = armAutoRevert(name, save, undo);

export const confirmRollback: Confirmation = {
  confirm: disarmAutoRevert(name, sh`:`),
  undo: revertNow(name),
};
