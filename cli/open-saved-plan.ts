// Reads the plan that `apply FILE` names.
import { readFileSync } from 'node:fs';
import { messageOf } from '../lib/model/thrown-message.js';
import { TrueupError } from '../lib/model/trueup-error.js';
import { readPlanFile, type PlanFile } from '../lib/plan/saved-plan-json.js';

/** Reads a plan. Throws E_INPUT if the file can't be read, or contains no plan that can be applied. */
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
