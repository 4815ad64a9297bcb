// Events → what each host is doing, and since when. A pure fold, which the live view draws.
import type { Event } from '../../../lib/model/event.js';

export interface Row {
  readonly host: string;
  readonly state: 'waiting' | 'busy' | 'ok' | 'changed' | 'failed';
  readonly doing: string;
  /** In milliseconds, by the clock that `take` receives. */
  readonly since: number;
  /** Changes done and to do, of the current pass. */
  readonly progress?: { readonly done: number; readonly of: number };
}

export class Rows {
  readonly #rows = new Map<string, Row>();

  /** In the order in which the run named them. */
  get all(): readonly Row[] {
    return [...this.#rows.values()];
  }

  take(event: Event, now: number): void {
    if (event.type === 'run') {
      for (const host of event.hosts)
        this.#rows.set(host, { host, state: 'waiting', doing: 'waiting', since: now });
      return;
    }
    if (!('host' in event)) return;
    const row = this.#rows.get(event.host);
    const next = row && nextOf(row, event);
    if (next) this.#rows.set(event.host, { ...row, since: now, ...next });
  }
}

/** What an event changes in a row; undefined for most. */
function nextOf(row: Row, event: Event): Partial<Row> | undefined {
  const busy = (doing: string): Partial<Row> => ({ state: 'busy', doing });
  switch (event.type) {
    case 'host.connecting':
      return busy(event.attempt > 1 ? `connecting, attempt ${event.attempt}` : 'connecting');
    case 'host.asking':
      return busy(
        {
          facts: 'gathering facts',
          state: `comparing ${event.questions} resources`,
          checks: 'running checks',
        }[event.what],
      );
    case 'host.planned': {
      const of = event.steps.filter((step) => step.state === 'change').length;
      return { since: row.since, progress: { done: 0, of } };
    }
    case 'host.waiting':
      return { state: 'waiting', doing: `${event.role} waiting for ${event.on.join(', ')}` };
    case 'step.started':
      return busy(event.role === '' ? event.resource : `${event.role}: ${event.resource}`);
    case 'step.done': {
      const { done, of } = row.progress ?? { done: 0, of: 0 };
      return { progress: { done: Math.min(done + 1, of), of } };
    }
    case 'host.done': {
      const { outcome, counts } = event;
      if (outcome === 'ok') return { state: 'ok', doing: 'ok' };
      if (outcome === 'changed') return { state: 'changed', doing: `${counts.changed} changed` };
      return { state: 'failed', doing: outcome };
    }
    case 'answer':
    case 'check.done':
    case 'facts':
    case 'record':
    case 'host.back':
    case 'host.connected':
    case 'notice':
    case 'run':
    case 'step.failed':
    // No event marks the end of the wait, so only the printed line reports it.
    case 'step.waiting':
    case 'summary':
    case 'turns':
    case 'turns.stopped':
      return undefined;
  }
}
