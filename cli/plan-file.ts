// Plans on disk: what `plan --out` writes, and what `apply FILE` reads.
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { messageOf } from '../lib/model/message-of.js';
import { operatorName } from '../lib/operator.js';
import { planFormat, readPlanFile, type PlanFile } from '../lib/plan/plan-file.js';
import type { SavedHostPlan } from '../lib/model/plan.js';
import type { RunOptions } from './run-options.js';
import { TrueupError } from '../lib/model/trueup-error.js';

/** Reads a plan. Throws E_INPUT where there is none, or none that can be applied. */
export async function openPlanFile(path: string): Promise<PlanFile> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const why = messageOf(error);
    throw new TrueupError('E_INPUT', `the plan ${path} can't be read: ${why}`, { cause: error });
  }
  return readPlanFile(path, text);
}

/** What of the command line binds the apply. */
type Bound = Pick<RunOptions, 'role' | 'prune' | 'dropDatabase'> & { readonly inventory: string };

/** Gathers the plans of a run. */
export class PlanDraft {
  readonly salt = randomBytes(32).toString('hex');
  readonly #plans: SavedHostPlan[] = [];

  keep(plan: SavedHostPlan): void {
    this.#plans.push(plan);
  }

  /** Writes the file as a whole or not at all, for its owner alone: contents of files stand in it. Throws E_INPUT. */
  write(path: string, { inventory, role, prune, dropDatabase = [] }: Bound): void {
    const file = {
      format: planFormat,
      made: new Date().toISOString(),
      by: operatorName(),
      inventory,
      ...(role && { roles: role }),
      ...(prune && { prune: dropDatabase }),
      salt: this.salt,
      hosts: this.#plans,
    };
    const staged = `${path}.part`;
    try {
      rmSync(staged, { force: true });
      writeFileSync(staged, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
      renameSync(staged, path);
    } catch (error) {
      rmSync(staged, { force: true });
      const why = messageOf(error);
      throw new TrueupError('E_INPUT', `--out ${path} can't be written: ${why}`, { cause: error });
    }
  }
}
