// Converts errors to what a host's row, a report and an exit code need.
import type { HostOutcome, Trouble } from '../model/event.js';
import { errorCodes } from '../model/error-codes.js';
import { messageOf } from '../model/thrown-message.js';
import { TrueupError } from '../model/trueup-error.js';

/** Maximum number of characters of a host's output in an error. */
const maxOutput = 4000;

/** Any thrown value as data. */
export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof TrueupError)) {
    const message = messageOf(error);
    return {
      code: 'E_INTERNAL',
      message,
      ...(error instanceof Error && error.stack ? { output: error.stack } : {}),
    };
  }
  return {
    code: error.code,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.place ? { place: error.place } : {}),
    ...(error.output === undefined || error.output === '' ? {} : { output: endOf(error.output) }),
  };
}

/** The end of the output, in whole lines: half a secret would not be recognised as one. */
function endOf(output: string): string {
  if (output.length <= maxOutput) return output;
  const end = output.slice(-maxOutput);
  return end.slice(end.indexOf('\n') + 1);
}

/** The outcome of a host that ended with this error. */
export function outcomeOf(error: unknown): HostOutcome {
  if (!(error instanceof TrueupError)) return 'failed';
  if (error.code === 'E_SKIPPED') return 'skipped';
  if (error.code === 'E_LOCKED') return 'locked';
  if (error.code === 'E_INTERRUPTED') return 'interrupted';
  return errorCodes[error.code].exit === 4 ? 'unreachable' : 'failed';
}
