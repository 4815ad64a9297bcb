// Gathers the plan of each host, and writes them to the file of `plan --out`.
import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { messageOf } from '../lib/model/thrown-message.js';
import { operatorName } from '../lib/operator.js';
import { planFileText } from '../lib/plan/saved-plan-json.js';
import type { SavedHostPlan } from '../lib/model/plan.js';
import type { PruneOptions } from './prune-option.js';
import { TrueupError } from '../lib/model/trueup-error.js';

/** The command-line options that the plan's apply must keep to. */
type Bound = PruneOptions & { readonly inventory: readonly string[]; readonly role?: readonly string[] };

/** Gathers the plans of a run. */
export class PlanDraft {
  readonly salt = randomBytes(32).toString('hex');
  readonly #plans: SavedHostPlan[] = [];

  keep(plan: SavedHostPlan): void {
    this.#plans.push(plan);
  }

  /** Writes the file atomically, readable only by its owner, because it contains contents of files. Throws E_INPUT. */
  write(path: string, { inventory, role, prune, dropDatabase = [] }: Bound): void {
    const text = planFileText({
      made: new Date().toISOString(),
      by: operatorName(),
      inventory: inventory.length === 1 && inventory[0] !== undefined ? inventory[0] : [...inventory],
      ...(role && { roles: role }),
      ...(prune && { prune: dropDatabase }),
      salt: this.salt,
      hosts: this.#plans,
    });
    const staged = `${path}.part`;
    try {
      rmSync(staged, { force: true });
      writeFileSync(staged, text, { mode: 0o600, flag: 'wx' });
      renameSync(staged, path);
    } catch (error) {
      rmSync(staged, { force: true });
      const why = messageOf(error);
      throw new TrueupError('E_INPUT', `--out ${path} can't be written: ${why}`, { cause: error });
    }
  }
}
