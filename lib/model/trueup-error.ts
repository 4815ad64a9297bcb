// Errors for people: a code, what happened, and what to do about it.
import type { ErrorCode } from './error-codes.js';
import type { Place } from './fleet.js';

export interface ErrorDetails {
  readonly hint?: string | undefined;
  readonly place?: Place | undefined;
  readonly host?: string | undefined;
  /** Output of the host or program, with secrets masked. */
  readonly output?: string | undefined;
  readonly cause?: unknown;
}

/** The message says what happened; the hint says what to do about it. */
export class TrueupError extends Error {
  readonly hint?: string;
  readonly place?: Place;
  readonly host?: string;
  readonly output?: string;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = 'TrueupError';
    if (details.hint !== undefined) this.hint = details.hint;
    if (details.place) this.place = details.place;
    if (details.host !== undefined) this.host = details.host;
    if (details.output !== undefined) this.output = details.output;
  }

  /** The same error with more sentences in its hint. */
  withHint(more: string): TrueupError {
    const hint = this.hint === undefined ? more : `${this.hint} ${more}`;
    const { code, message, place, host, output } = this;
    return new TrueupError(code, message, { hint, place, host, output, cause: this });
  }
}

/** All errors that were found in the input. */
export class InputErrors extends TrueupError {
  constructor(readonly errors: readonly TrueupError[]) {
    super('E_INPUT', errors.map((error) => error.message).join('\n'), errors.length === 1 ? errors[0] : {});
    this.name = 'InputErrors';
  }
}
