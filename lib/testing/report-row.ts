// One property that a test verifies, and the result.
import type { Tried } from './discovered-cases.js';

/** What a part of a test found, if it ran to completion. */
export interface Finding {
  /** In a few words: `12 changes`. */
  readonly figures: string;
  readonly cases?: readonly Tried[];
  /** Remarks that don't make the part fail. */
  readonly notes?: readonly string[];
}

export interface Row extends Finding {
  /** Identifier for programs: `drift`. */
  readonly id: string;
  /** A sentence that is true when the row holds. */
  readonly title: string;
  readonly seconds: number;
  /** The error that stopped the part. */
  readonly fault?: unknown;
  /** Why the part was not run. */
  readonly skipped?: string;
}

/** The result of a row. */
export function stateOf({ fault, cases = [], skipped }: Row): 'held' | 'failed' | 'skipped' {
  if (fault !== undefined || cases.some((one) => one.fault !== undefined)) return 'failed';
  return skipped === undefined ? 'held' : 'skipped';
}

/** A part of a test, before it runs. */
export interface Part {
  readonly id: string;
  readonly title: string;
  /** Ids of earlier parts that must have passed. */
  readonly needs?: readonly string[];
  /** Why the part must not be run. */
  readonly skipped?: string;
  readonly run: () => Promise<Finding>;
}

/** Runs parts one after the other; `tell` receives each row as soon as it is available. */
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

/** The row of a part that isn't run. */
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
