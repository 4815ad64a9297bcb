// A rollback may keep the operator out in every way that an apply may: one switch brings all of them back.
import type { Confirmation } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { putBackAccounts, keepAccounts } from '../snapshot/accounts.js';
import { putBackRules, keepRules } from '../snapshot/rules.js';
import { keepSshd, putBackSshd } from '../snapshot/sshd.js';
import { armAutoRevert, disarmAutoRevert, revertNow, autoRevertFolder } from './auto-revert.js';

const name = 'rollback';
const folder = autoRevertFolder(name);

const save = join([keepAccounts(folder), keepSshd(folder), keepRules(folder)]);

// A home may not be there yet at boot.
const undo = join([putBackRules(folder), putBackSshd(folder), putBackAccounts(folder)]);

/** For each part of a rollback that may keep the operator out: the time begins anew, what is kept stays. */
export const armRollback: Script = armAutoRevert(name, save, undo);

export const confirmRollback: Confirmation = {
  confirm: disarmAutoRevert(name, sh`:`),
  undo: revertNow(name),
};
