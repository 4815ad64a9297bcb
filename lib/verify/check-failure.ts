// A failed check, as an error for mocha and its reporters.
import { troubleOf } from '../engine/error-outcome.js';
import type { JunitTrouble } from '../report/junit-xml.js';
import type { Verdict } from './judge-checks.js';
import { isInterrupted, isUnreachable } from './question-outcome.js';

/** A finding about a host, for which a stack trace of trueup would only distract. */
export class CheckFailure extends Error {
  readonly trouble: JunitTrouble;
  /** The same for all checks that fail for the same reason. */
  readonly why: string;
  /** Causes that explain the most are reported first: 0 an unreachable host, 1 a basic check, 2 anything else. */
  readonly rank: 0 | 1 | 2;

  constructor(
    found: string,
    { error, cause = found, subject: { check } }: Pick<Verdict, 'error' | 'cause' | 'subject'>,
  ) {
    super(found);
    this.why = cause;
    this.rank = error && isUnreachable(error) ? 0 : check.basic && !error ? 1 : 2;
    this.stack = `Error: ${found}`;
    if (!error) this.trouble = { kind: 'failure', text: found, type: 'E_CHECK' };
    else
      this.trouble = {
        kind: isInterrupted(error) ? 'skipped' : 'error',
        text: found,
        type: troubleOf(error).code,
      };
  }
}
