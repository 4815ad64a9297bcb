// Findings in words.
import { troubleOf } from '../../engine/error-outcome.js';
import type { RunResult } from '../../engine/engine-options.js';
import type { Event } from '../../model/event.js';
import type { Step } from '../../model/plan.js';
import { TrueupError } from '../../model/trueup-error.js';
import { troublesIn } from '../interrupt/apply-after-interruption.js';
import type { Row } from '../report-row.js';
import type { Tried } from '../discovered-cases.js';

/** `3 changes`, `1 change`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Throws if the run failed on a host. */
export function refuseTrouble(what: string, { outcomes }: RunResult, events: readonly Event[]): void {
  const bad = [...outcomes].filter(([, outcome]) => outcome !== 'ok' && outcome !== 'changed');
  if (bad.length === 0) return;
  const hosts = bad.map(([host, outcome]) => `${host} (${outcome})`).join(', ');
  throw new TrueupError('E_CHECK', `${what} failed on ${hosts}`, { output: troublesIn(events) });
}

/** A failed case for a step that shouldn't exist. */
export function unwanted(
  host: string,
  { role, resource, changes, why }: Step | Omit<Step, 'type' | 'state'>,
  what: string,
): Tried {
  const words = changes.map((change) => `${change.verb} ${change.what}`).join(', ') || why || 'unknown';
  const title = `${host}: ${resource}`;
  return {
    title,
    resource,
    fault: new TrueupError('E_CHECK', `role ${role}, ${resource}: ${what}: ${words}`),
  };
}

/** A failed case. */
export function bad(title: string, message: string, output?: string): Tried {
  return { title, fault: new TrueupError('E_CHECK', message, output === undefined ? {} : { output }) };
}

/** A failure as lines: the case, the reason, and where the resource is declared. */
export function faultLines({ title, fault, place }: Partial<Tried>): readonly string[] {
  const { message, output, hint } = troubleOf(fault);
  const [first = '', ...rest] = message.split('\n');
  const more = [...rest, ...(output?.split('\n') ?? []), ...(hint === undefined ? [] : [hint])];
  return [
    title === undefined || first.includes(title) ? first : `${title}: ${first}`,
    ...more.filter((line) => line.trim() !== '').map((line) => `  ${line}`),
    ...(place ? [`  declared at ${place.file}:${place.line}`] : []),
  ];
}

/** All failures of the row. */
export function faultsOf({ fault, cases = [] }: Row): readonly Partial<Tried>[] {
  return [...(fault === undefined ? [] : [{ fault }]), ...cases.filter((one) => one.fault !== undefined)];
}
