// What a check that doesn't hold is to mocha and its reporters.
import { troubleOf } from '../engine/trouble-of.js';
import type { JunitTrouble } from '../report/junit.js';
import type { Verdict } from './judge-checks.js';
import { isInterrupted } from './outcome.js';

/** A finding about a host: a stack of ours would only distract. */
export class CheckFailure extends Error {
  readonly trouble: JunitTrouble;

  constructor(found: string, error: Verdict['error']) {
    super(found);
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
