// The auto-reverts that restore a snapshot: of accounts, of the firewall, or of both and sshd for a rollback.
import type { Confirmation } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { accounts } from '../snapshot/accounts.js';
import { rules } from '../snapshot/firewall-rules.js';
import { allOf, type Snapshot } from '../snapshot/snapshot.js';
import { sshd } from '../snapshot/sshd-config.js';
import {
  armAutoRevert,
  autoRevertFolder,
  autoRevertIsArmed,
  disarmAutoRevert,
  revertNow,
} from './auto-revert.js';

export interface AutoRevert {
  /** Run before a change. If it is already armed, its time starts again, and its snapshot stays. */
  readonly arm: Script;
  /** For use as a condition. */
  readonly isArmed: Script;
  readonly confirmation: Confirmation;
}

function autoRevertOf(name: string, { keep, putBack }: Snapshot): AutoRevert {
  const folder = autoRevertFolder(name);
  return {
    arm: armAutoRevert(name, keep(folder), putBack(folder)),
    isArmed: autoRevertIsArmed(name),
    confirmation: { confirm: disarmAutoRevert(name, sh`:`), undo: revertNow(name) },
  };
}

/** One for all steps of a batch that change accounts, keys and sudo rules: it restores the state before the first. */
export const accountsAutoRevert = autoRevertOf('accounts', accounts);

/** For the packet filter. */
export const firewallAutoRevert = autoRevertOf('nftables', rules);

/** A rollback can lock the operator out like any apply. Accounts are put back last: at boot, a home may be missing. */
export const rollbackAutoRevert = autoRevertOf('rollback', allOf(accounts, sshd, rules));
