// One thing that a test tries, and what came of it.
import type { Tried } from './discovered-cases.js';

/** What a part of a test found, if it came to its end. */
export interface Finding {
  /** In a few words: `12 changes`. */
  readonly figures: string;
  readonly cases?: readonly Tried[];
  /** A remark about a part that holds all the same. */
  readonly notes?: readonly string[];
}

export interface Row extends Finding {
  /** A word for programs: `drift`. */
  readonly id: string;
  /** A sentence that is true when the row holds. */
  readonly title: string;
  readonly seconds: number;
  /** What kept the part from its end. */
  readonly fault?: unknown;
  /** Why it was not tried. */
  readonly skipped?: string;
}

/** What a row comes to. */
export function stateOf({ fault, cases = [], skipped }: Row): 'held' | 'failed' | 'skipped' {
  if (fault !== undefined || cases.some((one) => one.fault !== undefined)) return 'failed';
  return skipped === undefined ? 'held' : 'skipped';
}

/** A part of a test, before it runs. */
export interface Part {
  readonly id: string;
  readonly title: string;
  /** Parts before it without which it makes no sense, by their ids. */
  readonly needs?: readonly string[];
  /** Why it isn't to be tried. */
  readonly skipped?: string;
  readonly run: () => Promise<Finding>;
}

/** Runs parts one after the other; `tell` is given each row as soon as it is there. */
export async function runParts(
  parts: readonly Part[],
  tell: (row: Row) => void,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { id, title, needs = [], skipped: why, run } of parts) {
    const lacking = rows.find((row) => needs.includes(row.id) && stateOf(row) !== 'held');
    const skipped = signal.aborted
      ? 'the test was interrupted'
      : (why ?? (lacking && `depends on a test that failed: ${lacking.title}`));
    if (skipped !== undefined) rows.push(skipPart({ id, title }, skipped, tell));
    else {
      const row = await runPart(id, title, run);
      rows.push(row);
      tell(row);
    }
  }
  return rows;
}

/** The row of a part that isn't tried. */
export function skipPart(
  { id, title }: Pick<Part, 'id' | 'title'>,
  skipped: string,
  tell: (row: Row) => void,
): Row {
  const row = { ...empty(id, title), skipped };
  tell(row);
  return row;
}

async function runPart(id: string, title: string, run: Part['run']): Promise<Row> {
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 100) / 10;
  try {
    return { id, title, ...(await run()), seconds: seconds() };
  } catch (fault) {
    return { ...empty(id, title), fault, seconds: seconds() };
  }
}

function empty(id: string, title: string): Row {
  return { id, title, figures: '', seconds: 0 };
}
