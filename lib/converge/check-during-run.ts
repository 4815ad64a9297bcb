// Runs a check in the middle of a run.
import { notLookedAt } from '../checks/inconclusive-check.js';
import type { Check } from '../model/check.js';
import type { Host } from '../model/fleet.js';
import { errorOf } from '../model/thrown-message.js';
import { paceOf } from '../model/host-timeouts.js';
import type { Answer, Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';

/** Runs a script on a host. A slow host gets more than `seconds`. */
export type Ask = (on: string, script: Script, seconds: number) => Promise<Answer>;

const questionSeconds = 30;

/**
 * A sentence if the check fails or could not be carried out; otherwise none. Throws the error that ended the session
 * with `host`, which the check is about: it can't be queried again.
 */
export async function illOf(
  check: Check,
  ask: Ask,
  abort: AbortSignal,
  { name, connection }: Host,
): Promise<readonly string[]> {
  try {
    const answers: Answer[] = [];
    for (const question of check.questions) {
      if ('ask' in question) {
        const late = AbortSignal.timeout(questionSeconds * paceOf(connection) * 1000);
        answers.push(await question.ask(AbortSignal.any([abort, late]), connection));
      } else answers.push(await ask(question.on, question.script, questionSeconds));
    }
    const found = check.judge(answers);
    return found === undefined ? [] : [`failed check: ${check.title}: ${found}`];
  } catch (error) {
    if (error instanceof TrueupError && error.host === name) throw error;
    return [`${check.title}: ${notLookedAt(errorOf(error))}`];
  }
}
