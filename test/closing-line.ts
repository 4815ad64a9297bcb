// mocha's spec reporter, then what became of each promise, then a closing line that any machine can read.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { PromiseCounts, type PromiseCount } from './faults/promise-counts.js';
import { faultSeed } from './faults/seed.js';
import { failureOf, type Failure } from './failures.js';
import type { SuiteTime } from './suite-times.js';

/** Longer than the global teardown takes. */
const graceSeconds = 120;

/** What a lane of the tests came to. */
export interface Tally {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
  /** One for each that `failures` counts. */
  readonly failed: readonly Failure[];
  readonly promises: readonly PromiseCount[];
  readonly suites: readonly SuiteTime[];
}

/**
 * Shows what a host said where a test failed by it, and ends with "N passed, N failed, N skipped"; where promises were
 * tried, their table stands above it.
 */
export default class ClosingLine extends Mocha.reporters.Spec {
  readonly #promises = new PromiseCounts();
  readonly #suites: SuiteTime[] = [];

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_SUITE_BEGIN, EVENT_SUITE_END } =
      Mocha.Runner.constants;
    let begun = 0;
    runner.on(EVENT_SUITE_BEGIN, (suite) => {
      if (suite.parent?.root) begun = Date.now();
    });
    runner.on(EVENT_SUITE_END, (suite) => {
      if (suite.parent?.root) this.#suites.push([suite.title, Math.round((Date.now() - begun) / 1000)]);
    });
    runner.on(EVENT_TEST_PASS, (test) => {
      this.#promises.count(test.titlePath(), 'held');
    });
    // A hook that fails is told here, too.
    runner.on(EVENT_TEST_FAIL, (test) => {
      this.#promises.count(test.titlePath(), 'lost');
    });
    runner.on(EVENT_TEST_PENDING, (test) => {
      this.#promises.count(test.titlePath(), 'skipped');
    });
  }

  override epilogue(): void {
    super.epilogue();
    const say = Mocha.reporters.Base.consoleLog;
    for (const test of this.failures) {
      const output = (test.err as { output?: string } | undefined)?.output;
      if (output) say(`What the host said in "${test.fullTitle()}":\n${output}\n`);
    }
    const { passes, failures, pending } = this.stats;
    refuseToHang();
    const path = process.env.TRUEUP_TEST_TALLY;
    if (path) {
      const tally: Tally = {
        passes,
        failures,
        pending,
        failed: this.failures.map(failureOf),
        promises: this.#promises.counts(),
        suites: this.#suites,
      };
      writeFileSync(path, JSON.stringify(tally));
      return;
    }
    const table = this.#promises.table();
    if (table.length > 0) say([...table, '', `seed ${faultSeed()} (TRUEUP_FAULT_SEED)`, ''].join('\n'));
    say(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}

/** A test that leaves a process or a socket behind would keep mocha for ever: then it says what, and fails. */
function refuseToHang(): void {
  setTimeout(() => {
    const left = process.getActiveResourcesInfo().join(', ');
    process.stderr.write(`the tests are over, and this is still open: ${left}\n`);
    process.exit(1);
  }, graceSeconds * 1000).unref();
}
