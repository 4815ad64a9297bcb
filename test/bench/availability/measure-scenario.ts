// Runs one scenario under load and gives its figures.
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../../../lib/lab/programs/wait-until.js';
import { Entries, type Kept } from './entries.js';
import type { Figures } from './figures.js';
import { Load } from './load.js';
import type { Scenario } from './scenario.js';
import type { Site } from './site.js';
import { beginSession, newPool, reader, writer } from './visitor.js';

/** Visitors are there before it happens, in all for at least that long, and at most so long until all is well again. */
const seconds = { before: 1, atLeast: 5, afterwards: 2, timeout: 30 } as const;

export interface Rates {
  /** Visits per second, half of them over kept connections. */
  readonly reads: number;
  readonly writes: number;
}

export interface Measured {
  readonly name: string;
  readonly title: string;
  readonly kind: Scenario['kind'];
  readonly seconds: number;
  /** Whether visitors were served again before the timeout. */
  readonly recovered: boolean;
  readonly kept: Figures;
  readonly fresh: Figures;
  readonly writes: Figures & Kept;
  readonly remarks: readonly string[];
}

/** The site must be well; how it is afterwards is the scenario's matter. */
export async function measureScenario(site: Site, scenario: Scenario, rates: Rates): Promise<Measured> {
  const { name, title, kind } = scenario;
  try {
    await scenario.prepare?.(site);
    await site.untilWell();
    const session = await beginSession(site.door);
    const pool = newPool();
    const entries = new Entries();
    const began = performance.now();
    const loads = [
      new Load(rates.reads / 2, reader(site.door, session, pool)),
      new Load(rates.reads / 2, reader(site.door, session)),
      new Load(
        rates.writes,
        writer(
          site.door,
          session,
          (message) => entries.begun.push(message),
          (message) => entries.acknowledged.push(message),
        ),
      ),
    ] as const;
    const lasted = (): number => (performance.now() - began) / 1000;
    const remarks: (string | undefined)[] = [];
    let recovered = false;
    let figures: readonly Figures[] = [];
    let stayed = 0;
    try {
      await sleep(seconds.before * 1000);
      remarks.push(await scenario.event(site));
      const watch = scenario.watchSeconds ?? Math.max(seconds.afterwards, seconds.atLeast - lasted());
      await sleep(watch * 1000);
      const wellAgain = () => Promise.resolve(loads.every(({ isWell }) => isWell));
      recovered = await waitUntil(wellAgain, seconds.timeout, 50);
      remarks.push(await scenario.seen?.(site));
    } finally {
      stayed = lasted();
      figures = await Promise.all(loads.map((load) => load.stop()));
      pool.destroy();
    }
    remarks.push(shortfall(figures, loads, stayed));
    const [kept, fresh, written] = figures as [Figures, Figures, Figures];
    return {
      ...{ name, title, kind, recovered, seconds: stayed, kept, fresh },
      writes: { ...written, ...(await entries.compare(site)) },
      remarks: remarks.filter((remark) => remark !== undefined && remark !== '') as string[],
    };
  } finally {
    await scenario.after?.(site);
  }
}

/** What makes the figures worth less: a machine that is too busy to send visitors in time. */
function shortfall(figures: readonly Figures[], loads: readonly Load[], lasted: number): string {
  const wanted = loads.reduce((sum, { perSecond }) => sum + perSecond, 0);
  const made = figures.reduce((sum, { requests }) => sum + requests, 0) / lasted;
  return made < wanted * 0.8 ? `busy machine: ${made.toFixed(0)} instead of ${wanted} visits a second` : '';
}
