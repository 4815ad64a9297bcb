// What a question brought.
import { errorCodes } from '../model/error-codes.js';
import type { Answer } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';

/** An answer, or why there is none. */
export type Outcome =
  | { readonly answer: Answer; readonly seconds: number }
  | { readonly error: Error; readonly seconds: number };

/** Whether asking again is in vain: the host is out of reach, or the operator stopped the run. */
export function isFinal(error: Error): boolean {
  return isUnreachable(error) || isInterrupted(error);
}

/** The way to the host is to blame, not what runs on it. */
export function isUnreachable(error: Error): boolean {
  return error instanceof TrueupError && errorCodes[error.code].exit === errorCodes.E_CONNECT.exit;
}

export function isInterrupted(error: Error): boolean {
  return error instanceof TrueupError && error.code === 'E_INTERRUPTED';
}
