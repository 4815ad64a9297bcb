// Whether a check fails only because a host that it needs is unreachable.
import { sh } from '../shell/sh.js';
import type { Subject } from './collect-checks.js';
import { isUnreachable } from './question-outcome.js';
import type { Questioner } from './ask-questions.js';

/** Why the first such host is unreachable. Hosts that answered the check's own questions are known to be reachable. */
export async function outOfReach(
  { host, check: { needs = [], questions } }: Subject,
  questioner: Questioner,
): Promise<Error | undefined> {
  const asked = new Set<string>(questions.map(({ on }) => on));
  const others = [...new Set([host, ...needs])].filter((name) => !asked.has(name));
  const outcomes = await Promise.all(others.map((on) => questioner.askHost({ on, script: sh`:` })));
  return outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : [])).find(isUnreachable);
}
