// The apply after one that was interrupted.
import { setTimeout as pause } from 'node:timers/promises';
import type { RunResult } from '../../engine/engine-options.js';
import type { Event, Listener } from '../../model/event.js';
import { TrueupError } from '../../model/trueup-error.js';

/** Seconds within which the lock of an interrupted run is released. */
const lockSeconds = 90;

/** Repeats the apply until no host is locked. Throws if it fails for another reason, or if a host stays locked. */
export async function applyAgain(
  apply: (listener: Listener) => Promise<RunResult>,
): Promise<readonly Event[]> {
  const started = performance.now();
  for (;;) {
    const events: Event[] = [];
    const { outcomes } = await apply((event) => events.push(event));
    const bad = [...outcomes].filter(([, outcome]) => outcome !== 'ok' && outcome !== 'changed');
    if (bad.length === 0) return events;
    const [locked] = bad.filter(([, one]) => one === 'locked');
    // A host that waits for a locked one is skipped.
    const other = bad.find(([, one]) => one !== 'locked' && (one !== 'skipped' || !locked));
    const [host = '', outcome] = other ?? locked ?? [];
    const seconds = Math.round((performance.now() - started) / 1000);
    if (outcome !== 'locked' || seconds > lockSeconds) {
      const what =
        outcome === 'locked'
          ? `was still locked after ${seconds} s`
          : `ended with the outcome "${String(outcome)}"`;
      throw new TrueupError('E_CHECK', `${host} ${what} in the next apply`, {
        output: troublesIn(events),
      });
    }
    await pause(1000);
  }
}

/** What went wrong, in words. */
export function troublesIn(events: readonly Event[]): string {
  const troubles = events.flatMap((event) => ('trouble' in event ? [event.trouble] : []));
  const lines = troubles.flatMap(({ message, output }) => [
    message,
    ...(output === undefined ? [] : [output]),
  ]);
  return [...new Set(lines)].join('\n');
}

/** The changes that were made: `file /etc/motd: content`. */
export function changesOf(events: readonly Event[]): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'step.done' ? event.changes.map(({ what }) => `${event.resource}: ${what}`) : [],
  );
}
