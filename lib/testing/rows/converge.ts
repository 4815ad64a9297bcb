// A bare host is planned, applied and checked; then nothing is left to do.
import { TrueupError } from '../../model/trueup-error.js';
import type { Finding } from '../report-row.js';
import type { Runs } from '../stage/engine-runs.js';
import type { Subject } from '../subject.js';
import { bad, counted, refuseTrouble, unwanted } from './finding-texts.js';

/** A plan that fails on bare hosts, or finds nothing to do there, is a fault. */
export async function planOnBareHost(runs: Runs, { roles }: Subject): Promise<Finding> {
  const { result, events } = await runs.plan();
  refuseTrouble('the plan', result, events);
  const differing = result.plans.flatMap(({ steps }) => steps.filter(({ state }) => state !== 'same'));
  for (const role of roles) {
    if (differing.some((step) => step.role === role)) continue;
    throw new TrueupError('E_CHECK', `role ${role}: a bare host already matches what the role declares`);
  }
  return { figures: counted(differing.length, 'change') };
}

/** Also returns the run, for a rollback. */
export async function applyAll(runs: Runs, what = 'the apply'): Promise<Finding & { readonly run: string }> {
  const { result, events, run } = await runs.apply();
  refuseTrouble(what, result, events);
  const done = events.filter(({ type }) => type === 'step.done').length;
  return { figures: counted(done, 'step'), run };
}

/** After an apply, nothing may differ. */
export async function planIsEmpty(runs: Runs): Promise<Finding> {
  const { result, events } = await runs.plan();
  refuseTrouble('the plan', result, events);
  const steps = result.plans.flatMap(({ host, steps }) => steps.map((step) => ({ host, step })));
  const cases = steps.map(({ host, step }) =>
    step.state === 'same'
      ? { title: `${host}: ${step.resource}` }
      : unwanted(host, step, 'still differs after the apply'),
  );
  return { figures: counted(cases.length, 'resource'), cases };
}

/** A second apply must do nothing. */
export async function appliesNothing(runs: Runs): Promise<Finding> {
  const { result, events } = await runs.apply();
  refuseTrouble('the second apply', result, events);
  const cases = events.flatMap((event) =>
    event.type === 'step.done' ? [unwanted(event.host, event, 'is changed again by a second apply')] : [],
  );
  return { figures: counted(cases.length, 'change'), cases };
}

/** The roles' checks must pass. */
export async function checksHold(runs: Runs): Promise<Finding> {
  const verdicts = await runs.verify();
  const cases = verdicts.map(({ subject: { role, host, check }, found }) => {
    const title = `${host}: ${check.title}`;
    return found === undefined ? { title } : bad(title, `role ${role}: “${check.title}” failed: ${found}`);
  });
  const notes = verdicts.length === 0 ? ['no role in this test has checks'] : [];
  return { figures: counted(verdicts.length, 'check'), cases, notes };
}
