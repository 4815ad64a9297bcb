// Reports verdicts through mocha: a suite per host, in it one per role, a test per check. Only this file runs mocha.
import { format } from 'node:util';
import Mocha from 'mocha';
import { whenAborted } from '../model/when-aborted.js';
import { sanitizeLine } from '../report/sanitize-terminal.js';
import { CheckFailure } from './check-failure.js';
import type { Subject } from './collect-checks.js';
import type { Verdict } from './judge-checks.js';
import { ByCause } from './spec-by-cause.js';
import { junitReporter, tapReporter, type Write } from './tap-and-junit.js';

export type ReporterName = 'spec' | 'tap' | 'json' | 'junit';

export interface ReportOptions {
  readonly reporter: ReporterName;
  /** Receives the output of spec, tap and junit. */
  readonly write: Write;
  /** The file that json goes to. Defaults to stdout. */
  readonly jsonFile?: string;
  readonly colour: boolean;
  /** Ends the report early. */
  readonly signal: AbortSignal;
}

/** Reports each verdict as soon as all verdicts before it are available. */
export async function runSuites(
  subjects: readonly Subject[],
  verdicts: readonly Promise<Verdict>[],
  options: ReportOptions,
): Promise<void> {
  const mocha = new Mocha({
    reporter: reporterOf(options),
    reporterOptions: options.jsonFile === undefined ? {} : { output: options.jsonFile },
    color: options.colour,
    timeout: 0,
  });
  for (const [at, subject] of subjects.entries()) {
    const verdict = verdicts[at];
    if (verdict)
      suiteFor(suiteFor(mocha.suite, subject.host), subject.role).addTest(testOf(subject, verdict));
  }
  // The spec reporter prints through this hook of mocha, which is global to the process.
  const { Base } = Mocha.reporters;
  const before = Base.consoleLog;
  const { write, signal } = options;
  Base.consoleLog = (...words: unknown[]) => {
    write(`${format(...words)}\n`);
  };
  let listenNoMore = (): void => undefined;
  try {
    await new Promise<void>((resolve) => {
      const runner = mocha.run(() => {
        resolve();
      });
      listenNoMore = whenAborted(signal, () => void runner.abort());
    });
  } finally {
    listenNoMore();
    Base.consoleLog = before;
    mocha.dispose();
  }
}

function testOf({ check }: Subject, verdict: Promise<Verdict>): Mocha.Test {
  let seconds = 0;
  const test = new Mocha.Test(sanitizeLine(check.title), async () => {
    const settled = await verdict;
    seconds = settled.seconds;
    if (settled.found !== undefined) throw new CheckFailure(settled.found, settled);
  });
  // The questions are asked earlier, all at once, so mocha would measure a duration of 0.
  Object.defineProperty(test, 'duration', { get: () => Math.round(seconds * 1000), set: () => undefined });
  // A check that takes a second isn't slow, because it queries a host.
  test.slow(5000);
  return test;
}

function reporterOf({ reporter, write }: ReportOptions): Mocha.MochaOptions['reporter'] {
  if (reporter === 'junit') return junitReporter(write) as unknown as Mocha.ReporterConstructor;
  if (reporter === 'tap') return tapReporter(write) as unknown as Mocha.ReporterConstructor;
  return reporter === 'spec' ? ByCause : reporter;
}

function suiteFor(parent: Mocha.Suite, title: string): Mocha.Suite {
  return parent.suites.find((suite) => suite.title === title) ?? Mocha.Suite.create(parent, title);
}
