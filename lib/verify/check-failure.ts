// What a check that doesn't hold is to mocha and its reporters.
import { troubleOf } from '../engine/trouble-of.js';
import type { JunitTrouble } from '../report/junit.js';
import type { Verdict } from './judge-checks.js';
import { isInterrupted, isUnreachable } from './outcome.js';

/** A finding about a host: a stack of ours would only distract. */
export class CheckFailure extends Error {
  readonly trouble: JunitTrouble;
  /** The same for all checks that fail of one thing. */
  readonly why: string;
  /** Of a host out of reach, which explains the most. */
  readonly isFirst: boolean;

  constructor(found: string, { error, cause = found }: Pick<Verdict, 'error' | 'cause'>) {
    super(found);
    this.why = cause;
    this.isFirst = error !== undefined && isUnreachable(error);
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
