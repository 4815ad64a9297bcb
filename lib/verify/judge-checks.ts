// Asks the questions of all checks and judges the answers; retries checks that allow it while the stack is settling.
import { setTimeout as pause } from 'node:timers/promises';
import { notLookedAt } from '../checks/inconclusive-check.js';
import type { Check } from '../model/check.js';
import { paceOf } from '../model/host-timeouts.js';
import { TrueupError } from '../model/trueup-error.js';
import { sanitizeTerminal } from '../report/sanitize-terminal.js';
import type { Subject } from './collect-checks.js';
import { errorOf } from '../model/thrown-message.js';
import { isFinal, type Outcome } from './question-outcome.js';
import { outOfReach } from './out-of-reach.js';
import type { Questioner } from './ask-questions.js';
import { Settling } from './retry-while-settling.js';

export interface Verdict {
  readonly subject: Subject;
  /** Time that the slowest question took. */
  readonly seconds: number;
  /** What was found instead, sanitised for a terminal; absent if the check passed. */
  readonly found?: string;
  /** Why the check could not be carried out, or why it failed: a host that it needs is unreachable. */
  readonly error?: Error;
  /** The error as a sentence, sanitised for a terminal; the same for all checks with this cause. */
  readonly cause?: string;
}

/** One promise per subject, in order. None rejects: a check that could not be carried out has a verdict, not a pass. */
export function judgeChecks(
  subjects: readonly Subject[],
  questioner: Questioner,
  signal: AbortSignal,
): readonly Promise<Verdict>[] {
  const settling = new Settling([...new Set(subjects.map(({ host }) => host))], questioner);
  return subjects.map(async (subject) => {
    let verdict = await judge(subject, questioner);
    const { times = 0, pauseSeconds = 1 } = subject.check.retry ?? {};
    const most = times * paceOf(subject.timeout);
    for (let again = 0; again < most && mayChange(verdict) && !signal.aborted; again += 1) {
      if (!(await settling.ask())) break;
      await pause(pauseSeconds * 1000, undefined, { signal }).catch(() => undefined);
      verdict = await judge(subject, questioner);
    }
    return verdict;
  });
}

function mayChange({ found, error }: Verdict): boolean {
  return found !== undefined && !(error && isFinal(error));
}

async function judge(subject: Subject, questioner: Questioner): Promise<Verdict> {
  const verdict = await judgeOnce(subject, questioner);
  const { found, error } = verdict;
  if (found === undefined || (error ? isFinal(error) : subject.check.provesItself)) return verdict;
  const noWay = await outOfReach(subject, questioner);
  if (!noWay) return verdict;
  const cause = causeOf(noWay);
  return { ...verdict, found: `${found} (${sanitizeTerminal(noWay.message)})`, error: noWay, cause };
}

async function judgeOnce(subject: Subject, questioner: Questioner): Promise<Verdict> {
  const outcomes = await Promise.all(
    subject.check.questions.map((question) => questioner.ask(question, subject.timeout)),
  );
  const slowest = Math.max(0, ...outcomes.map((outcome) => outcome.seconds));
  const seconds = Math.round(slowest * 1000) / 1000;
  try {
    const found = subject.check.judge(outcomes.map(answerOf));
    return found === undefined ? { subject, seconds } : { subject, seconds, found: sanitizeTerminal(found) };
  } catch (thrown) {
    const error = errorOf(thrown);
    const cause = causeOf(error);
    return { subject, seconds, found: cause, error, cause };
  }
}

function causeOf(error: Error): string {
  return sanitizeTerminal(`${notLookedAt(error)}${advice(error)}`);
}

/** Only a check that timed out may still pass; the hint then describes how to allow more time. */
function advice(error: Error): string {
  const isLate = error instanceof TrueupError && error.code === 'E_TIMEOUT';
  return isLate && error.hint !== undefined ? `. ${error.hint}` : '';
}

function answerOf(outcome: Outcome): Parameters<Check['judge']>[0][number] {
  if ('error' in outcome) throw outcome.error;
  return outcome.answer;
}
