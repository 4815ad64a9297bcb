// mocha's spec report with failures grouped by cause: each cause once, with the checks that fail because of it.
import Mocha from 'mocha';
import { messageOf } from '../model/thrown-message.js';
import { CheckFailure } from './check-failure.js';

const { Base, Spec } = Mocha.reporters;

/** Further checks with the same cause are only counted: all of them are listed above, each under its host. */
const most = 5;

interface Failure {
  /** The number of the check in the list above. */
  readonly number: number;
  readonly test: Mocha.Test;
}

/** Reports the causes that explain the most first. */
export class ByCause extends Spec {
  override epilogue(): void {
    const causes = byCause(this.failures);
    this.failures = [];
    super.epilogue();
    for (const [cause, failures] of causes) tell(cause, failures);
  }
}

function byCause(tests: readonly Mocha.Test[]): readonly (readonly [string, readonly Failure[]])[] {
  const causes = new Map<string, Failure[]>();
  for (const [at, test] of tests.entries()) {
    const cause = causeOf(test);
    causes.set(cause, [...(causes.get(cause) ?? []), { number: at + 1, test }]);
  }
  return [...causes].sort(([, one], [, other]) => rankOf(one) - rankOf(other));
}

function causeOf({ err }: Mocha.Test): string {
  return err instanceof CheckFailure ? err.why : messageOf(err);
}

function rankOf(failures: readonly Failure[]): number {
  return Math.min(...failures.map(({ test: { err } }) => (err instanceof CheckFailure ? err.rank : 2)));
}

function tell(cause: string, failures: readonly Failure[]): void {
  Base.consoleLog(Base.color('error message', '  %s'), cause.replaceAll('\n', '\n  '));
  for (const { number, test } of failures.slice(0, most))
    Base.consoleLog(Base.color('error title', '    %d) %s'), number, test.titlePath().join(' '));
  if (failures.length > most) Base.consoleLog('    and %d more', failures.length - most);
  Base.consoleLog();
}
