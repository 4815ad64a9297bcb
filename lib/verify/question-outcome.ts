// The outcome of a question.
import { errorCodes } from '../model/error-codes.js';
import type { Answer } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';

/** An answer, or why there is none. */
export type Outcome =
  | { readonly answer: Answer; readonly seconds: number }
  | { readonly error: Error; readonly seconds: number };

/** Whether it is useless to ask again: the host is unreachable, or the operator stopped the run. */
export function isFinal(error: Error): boolean {
  return isUnreachable(error) || isInterrupted(error);
}

/** Whether the error is in the connection to the host, not in what runs on it. */
export function isUnreachable(error: Error): boolean {
  return error instanceof TrueupError && errorCodes[error.code].exit === errorCodes.E_CONNECT.exit;
}

export function isInterrupted(error: Error): boolean {
  return error instanceof TrueupError && error.code === 'E_INTERRUPTED';
}
