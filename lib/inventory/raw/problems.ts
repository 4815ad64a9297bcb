// Collects everything that is wrong with an input, so that a person sees it all at once.
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
}

/** What is wrong so far. */
export class Problems {
  /** A file could not be read at all: what seems to be missing may be defined there. */
  brokenFile = false;
  readonly #found = new Map<string, TrueupError>();
  readonly #doubtful = new Map<string, TrueupError>();

  add(message: string, problem: Problem = {}): void {
    note(this.#found, message, problem);
  }

  /** What works, but may not be what was meant. */
  warn(message: string, problem: Problem = {}): void {
    note(this.#doubtful, message, problem);
  }

  /** In the order of files and lines. */
  get warnings(): readonly TrueupError[] {
    return [...this.#doubtful.values()].sort(byPlace);
  }

  /** Adds everything that another one has found. */
  take(other: Problems): void {
    this.brokenFile ||= other.brokenFile;
    for (const [id, problem] of other.#found) if (!this.#found.has(id)) this.#found.set(id, problem);
    for (const [id, doubt] of other.#doubtful) if (!this.#doubtful.has(id)) this.#doubtful.set(id, doubt);
  }

  /** With --strict: from now on, warnings are errors. */
  takeWarningsForErrors(): void {
    for (const [id, warning] of this.#doubtful) this.#found.set(id, warning);
    this.#doubtful.clear();
  }

  /** Runs something that may throw a TrueupError; that is a problem then, and nothing is returned. */
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

  /** Throws InputErrors with all that was added, in the order of files and lines. */
  throwIfAny(): void {
    if (!this.any) return;
    throw new InputErrors([...this.#found.values()].sort(byPlace));
  }
}

function note(
  found: Map<string, TrueupError>,
  message: string,
  { place, hint, code = 'E_INPUT', output, key }: Problem,
): void {
  const at = place ? `${place.file}:${place.line}:${place.column}` : '';
  const id = key ?? `${at} ${message}`;
  if (found.has(id)) return;
  const details = {
    ...(place && { place }),
    ...(hint !== undefined && { hint }),
    ...(output !== undefined && { output }),
  };
  found.set(id, new TrueupError(code, message, details));
}

function byPlace(a: TrueupError, b: TrueupError): number {
  const [left, right] = [a.place, b.place];
  if (!left || !right) return Number(Boolean(right)) - Number(Boolean(left));
  if (left.file !== right.file) return left.file < right.file ? -1 : 1;
  return left.line - right.line || left.column - right.column;
}
