// Collects all errors of an input, so that they are reported together.
import type { ErrorCode } from '../../model/error-codes.js';
import type { Place } from '../../model/fleet.js';
import { InputErrors, TrueupError } from '../../model/trueup-error.js';

export interface Problem {
  readonly place?: Place | undefined;
  readonly hint?: string | undefined;
  readonly code?: ErrorCode;
  /** Shown beneath the message. */
  readonly output?: string | undefined;
  /** Problems with the same key are reported once; by default the key is the place and the message. */
  readonly key?: string;
  /** Problems of one kind share their remedy: they are reported as one, at the first place, which lists the others. */
  readonly kind?: string | undefined;
  /** For problems of one kind: the other places. */
  readonly others?: readonly Place[];
}

interface Noted extends Problem {
  readonly message: string;
  readonly others: readonly Place[];
}

/** The problems found so far. */
export class Problems {
  /** Set if a file could not be read at all: definitions that seem to be missing may be in it. */
  brokenFile = false;
  readonly #found = new Map<string, Noted>();
  readonly #doubtful = new Map<string, Noted>();

  add(message: string, problem: Problem = {}): void {
    note(this.#found, message, problem);
  }

  /** Adds a warning about something that works, but may not be intended. */
  warn(message: string, problem: Problem = {}): void {
    note(this.#doubtful, message, problem);
  }

  /** In the order of files and lines. */
  get warnings(): readonly TrueupError[] {
    return inOrder(this.#doubtful);
  }

  /** Adds all problems of another collection. */
  take(other: Problems): void {
    this.brokenFile ||= other.brokenFile;
    for (const problem of other.#found.values()) this.add(problem.message, problem);
    for (const doubt of other.#doubtful.values()) this.warn(doubt.message, doubt);
  }

  /** With --strict: from now on, warnings are errors. */
  takeWarningsForErrors(): void {
    for (const warning of this.#doubtful.values()) this.add(warning.message, warning);
    this.#doubtful.clear();
  }

  /** Runs a function. If it throws a TrueupError, adds that as a problem and returns undefined. */
  attempt<Value>(work: () => Value): Value | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof TrueupError)) throw error;
      const { code, place, hint } = error;
      this.add(error.message, { code, place, hint });
      return undefined;
    }
  }

  get any(): boolean {
    return this.#found.size > 0;
  }

  /** Throws InputErrors with all problems, in the order of files and lines. */
  throwIfAny(): void {
    if (!this.any) return;
    throw new InputErrors(inOrder(this.#found));
  }
}

function note(found: Map<string, Noted>, message: string, problem: Problem): void {
  const { place, key, kind, others = [] } = problem;
  const id = kind ?? key ?? `${inWords(place)} ${message}`;
  const known = found.get(id);
  if (!known) found.set(id, { ...problem, message, others });
  else if (kind !== undefined && place)
    found.set(id, { ...known, others: [...known.others, place, ...others] });
}

function inOrder(found: ReadonlyMap<string, Noted>): readonly TrueupError[] {
  return [...found.values()].map(errorOf).sort(byPlace);
}

function errorOf({ message, place, hint, code = 'E_INPUT', output, others }: Noted): TrueupError {
  const [first, ...rest] = places(place, others);
  return new TrueupError(code, rest.length === 0 ? message : `${message}; ${alsoAt(rest)}`, {
    ...(first && { place: first }),
    ...(hint !== undefined && { hint }),
    ...(output !== undefined && { output }),
  });
}

/** Each once, in the order of files and lines. */
function places(first: Place | undefined, others: readonly Place[]): readonly Place[] {
  if (!first) return [];
  const each = new Map([first, ...others].map((one) => [inWords(one), one]));
  return [...each.values()].sort(comparePlaces);
}

function alsoAt(others: readonly Place[]): string {
  const first = others.slice(0, 3).map(({ file, line }) => `${file}:${line}`);
  const what = others.length === 1 ? '1 other place' : `${others.length} other places`;
  return `the same applies to ${what}: ${first.join(', ')}${others.length > first.length ? ', …' : ''}`;
}

function inWords(place: Place | undefined): string {
  return place ? `${place.file}:${place.line}:${place.column}` : '';
}

function byPlace(a: TrueupError, b: TrueupError): number {
  const [left, right] = [a.place, b.place];
  if (!left || !right) return Number(Boolean(right)) - Number(Boolean(left));
  return comparePlaces(left, right);
}

function comparePlaces(left: Place, right: Place): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}
