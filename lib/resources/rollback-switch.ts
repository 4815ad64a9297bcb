// A rollback may keep the operator out in every way that an apply may: one switch brings all of them back.
import type { Confirmation } from '../model/resource.js';
import type { Script } from '../model/script.js';
import { join, sh } from '../shell/sh.js';
import { accountsBack, saveAccounts } from './kept-accounts.js';
import { rulesBack, saveRules } from './kept-rules.js';
import { saveSshd, sshdBack } from './kept-sshd.js';
import { armSwitch, disarmSwitch, throwSwitch, undoFolder } from './undo-switch.js';

const name = 'rollback';
const folder = undoFolder(name);

/** A host without nft has no rules that could go back. */
const save = join([
  saveAccounts(folder),
  saveSshd(folder),
  sh`if command -v nft >/dev/null; then
${saveRules(folder)}
fi`,
]);

const undo = join([
  sh`if [ -e ${`${folder}/rules`} ]; then
${rulesBack(folder)}
fi`,
  sshdBack(folder),
  // A home may not be there yet at boot.
  accountsBack(folder),
]);

/** For each part of a rollback that may keep the operator out: the time begins anew, what is kept stays. */
export const armRollback: Script = armSwitch(name, save, undo);

export const confirmRollback: Confirmation = {
  confirm: disarmSwitch(name, sh`:`),
  undo: throwSwitch(name),
};
