// Counts what became of each promise's cases, by the titles of the suites.

/** What became of one case. */
export type Fate = 'held' | 'lost' | 'skipped';

/** What became of all cases of a promise. */
export type PromiseCount = readonly [title: string, fates: Readonly<Record<Fate, number>>];

const columns = ['cases tried', 'held', 'lost', 'skipped'] as const;

/** Fed with every case; those of other suites are passed over. */
export class PromiseCounts {
  readonly #promises: Map<string, Record<Fate, number>>;

  constructor(counts: readonly PromiseCount[] = []) {
    this.#promises = new Map(counts.map(([title, fates]) => [title, { ...fates }]));
  }

  /** `titles`: from the outermost suite to the case itself. */
  count([suite = '']: readonly string[], fate: Fate): void {
    if (!/^promise \d+: /.test(suite)) return;
    const counts = this.#promises.get(suite) ?? { held: 0, lost: 0, skipped: 0 };
    counts[fate] += 1;
    this.#promises.set(suite, counts);
  }

  counts(): readonly PromiseCount[] {
    return [...this.#promises];
  }

  /** A heading, a line per promise by number, and their sum; nothing if no promise was tried. */
  table(): readonly string[] {
    const promises = [...this.#promises].sort(([one], [other]) => numberOf(one) - numberOf(other));
    if (promises.length === 0) return [];
    const sum = { held: 0, lost: 0, skipped: 0 };
    for (const [, counts] of promises) {
      for (const fate of ['held', 'lost', 'skipped'] as const) sum[fate] += counts[fate];
    }
    const width = Math.max(...promises.map(([title]) => title.length));
    const line = (name: string, { held, lost, skipped }: Record<Fate, number>): string =>
      row(width, name, [held + lost, held, lost, skipped].map(String));
    return [
      row(width, 'promise', columns),
      ...promises.map(([title, counts]) => line(title, counts)),
      line('all', sum),
    ];
  }
}

function numberOf(title: string): number {
  return Number(/\d+/.exec(title)?.[0]);
}

function row(width: number, name: string, cells: readonly string[]): string {
  const padded = cells.map((cell, at) => cell.padStart(columns[at]?.length ?? 0));
  return `  ${[name.padEnd(width), ...padded].join('  ')}`;
}
