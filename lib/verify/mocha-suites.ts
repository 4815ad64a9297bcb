// Verdicts as mocha suites: a suite per host, one per role in it, a test per check. The only door to mocha.
import Mocha from 'mocha';
import { junitReporter } from './junit-reporter.js';
import type { Subject } from './collect-checks.js';
import type { Verdict } from './judge-checks.js';

export type ReporterName = 'spec' | 'tap' | 'json' | 'junit';

/** `out` names a file for the report; without it the report goes to stdout. Returns the number of failures. */
export async function runSuites(
  subjects: readonly Subject[],
  verdicts: readonly Promise<Verdict>[],
  reporter: ReporterName,
  write: (text: string) => void,
): Promise<number> {
  const mocha = new Mocha({
    // mocha's own xunit reporter calls every failure an error; ours knows failures.
    reporter:
      reporter === 'junit' ? (junitReporter(write) as unknown as Mocha.ReporterConstructor) : reporter,
    timeout: 0,
  });
  for (const [at, subject] of subjects.entries()) {
    const verdict = verdicts[at];
    if (!verdict) continue;
    let seconds = 0;
    const test = new Mocha.Test(subject.check.title, async () => {
      const settled = await verdict;
      seconds = settled.seconds;
      if (settled.found !== undefined) throw failure(settled.found);
    });
    // The questions are asked together, before: mocha's clock would say 0.
    Object.defineProperty(test, 'duration', { get: () => Math.round(seconds * 1000), set: () => undefined });
    suiteFor(suiteFor(mocha.suite, subject.host), subject.role).addTest(test);
  }
  try {
    return await new Promise<number>((resolve) => mocha.run(resolve));
  } finally {
    mocha.dispose();
  }
}

function suiteFor(parent: Mocha.Suite, title: string): Mocha.Suite {
  return parent.suites.find((suite) => suite.title === title) ?? Mocha.Suite.create(parent, title);
}

/** A finding about a host: a stack of ours would only distract. */
function failure(found: string): Error {
  const error = new Error(found);
  error.stack = `Error: ${found}`;
  return error;
}
