// Asks all checks' questions, judges, and asks again where a check may need a moment.
import { setTimeout as pause } from 'node:timers/promises';
import type { Check } from '../model/check.js';
import type { Questioner } from './ask-questions.js';
import type { Subject } from './collect-checks.js';

/** `found` is what was found instead; absent where the check holds. */
export interface Verdict {
  readonly subject: Subject;
  readonly seconds: number;
  readonly found?: string;
}

/** One promise per subject, in order. None rejects: what could not be looked at is a verdict, and no pass. */
export function judgeChecks(
  subjects: readonly Subject[],
  questioner: Questioner,
  stop: AbortSignal,
): readonly Promise<Verdict>[] {
  const asked = askAll(subjects, questioner);
  return subjects.map(async (subject, at) => {
    let verdict = (await asked[at]) ?? { subject, seconds: 0, found: 'could not look: nobody asked' };
    const { times = 0, pauseSeconds = 1 } = subject.check.retry ?? {};
    for (let again = 0; again < times && verdict.found !== undefined && !stop.aborted; again += 1) {
      await pause(pauseSeconds * 1000);
      const [retried] = askAll([subject], questioner);
      if (retried) verdict = await retried;
    }
    return verdict;
  });
}

function askAll(subjects: readonly Subject[], questioner: Questioner): readonly Promise<Verdict>[] {
  const outcomes = questioner.ask(subjects.flatMap(({ check }) => check.questions));
  let from = 0;
  return subjects.map(async (subject) => {
    const own = outcomes.slice(from, (from += subject.check.questions.length));
    const got = await Promise.all(own);
    const seconds = Math.max(0, ...got.map((outcome) => ('answer' in outcome ? outcome.seconds : 0)));
    const lost = got.find((outcome) => 'error' in outcome);
    const found = lost
      ? `could not look: ${lost.error.message}`
      : judge(
          subject.check,
          got.flatMap((outcome) => ('answer' in outcome ? [outcome.answer] : [])),
        );
    return { subject, seconds, ...(found === undefined ? {} : { found }) };
  });
}

function judge(check: Check, answers: Parameters<Check['judge']>[0]): string | undefined {
  try {
    return check.judge(answers);
  } catch (error) {
    return `could not look: ${error instanceof Error ? error.message : String(error)}`;
  }
}
