// What a check that doesn't hold is to mocha and its reporters.
import { troubleOf } from '../engine/error-outcome.js';
import type { JunitTrouble } from '../report/junit-xml.js';
import type { Verdict } from './judge-checks.js';
import { isInterrupted, isUnreachable } from './question-outcome.js';

/** A finding about a host: a stack of ours would only distract. */
export class CheckFailure extends Error {
  readonly trouble: JunitTrouble;
  /** The same for all checks that fail of one thing. */
  readonly why: string;
  /** What explains the most is told first: 0 a host out of reach, 1 what others build on, 2 anything else. */
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
