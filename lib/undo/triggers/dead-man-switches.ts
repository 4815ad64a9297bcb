// The dead man's switches that bring a whole snapshot back: of accounts, of the firewall, of all that a rollback may change.
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

export interface Switch {
  /** Goes before a change. Where it waits already, the time starts again, and what is kept stays. */
  readonly arm: Script;
  /** For a condition. */
  readonly isArmed: Script;
  readonly confirmation: Confirmation;
}

function switchOver(name: string, { keep, putBack }: Snapshot): Switch {
  const folder = autoRevertFolder(name);
  return {
    arm: armAutoRevert(name, keep(folder), putBack(folder)),
    isArmed: autoRevertIsArmed(name),
    confirmation: { confirm: disarmAutoRevert(name, sh`:`), undo: revertNow(name) },
  };
}

/** One for all steps of a batch that touch accounts, keys and sudo's rules: what stood before the first comes back. */
export const accountsSwitch = switchOver('accounts', accounts);

/** For the packet filter. */
export const firewallSwitch = switchOver('nftables', rules);

/** A rollback may keep the operator out in every way that an apply may. A home may not be there yet at boot: it comes last. */
export const rollbackSwitch = switchOver('rollback', allOf(accounts, sshd, rules));
