// Reporters that write mocha's results as TAP and as JUnit XML, to a destination of the caller's choice.
import type Mocha from 'mocha';
import { messageOf } from '../model/thrown-message.js';
import { junitXml, type JunitCase, type JunitTrouble } from '../report/junit-xml.js';
import { CheckFailure } from './check-failure.js';

/** Receives a part of the report. */
export type Write = (text: string) => void;

type Reporter = (runner: Mocha.Runner) => void;

/** mocha's own xunit reporter counts failures as errors and supports only one suite. */
export function junitReporter(write: Write): Reporter {
  return function (runner) {
    const failed = new Map<Mocha.Runnable, JunitTrouble>();
    runner.on('fail', (test, error: unknown) => {
      const unknown = { kind: 'error', text: messageOf(error), type: 'E_INTERNAL' } as const;
      failed.set(test, error instanceof CheckFailure ? error.trouble : unknown);
    });
    runner.once('end', () => {
      const suites = new Map<string, JunitCase[]>();
      runner.suite.eachTest((test) => {
        const [host = '', role = ''] = test.titlePath();
        const seconds = (test.duration ?? 0) / 1000;
        const trouble = failed.get(test) ?? (test.isPassed() ? undefined : cutOff);
        const one = { classname: `${host}.${role}`, name: test.title, seconds, ...(trouble && { trouble }) };
        suites.set(host, [...(suites.get(host) ?? []), one]);
      });
      write(junitXml(suites));
    });
  };
}

/** For a test that wasn't reached before the run was interrupted. */
const cutOff = {
  kind: 'skipped',
  text: 'the run was interrupted before this check',
  type: 'E_INTERRUPTED',
} as const;

/** mocha's own TAP reporter writes to stdout only. */
export function tapReporter(write: Write): Reporter {
  return function (runner) {
    let count = 0;
    const line = (mark: string, test: Mocha.Runnable): void => {
      write(`${mark} ${(count += 1)} ${oneLine(test.fullTitle()).replaceAll('#', '\\#')}\n`);
    };
    runner.once('start', () => {
      write(`TAP version 13\n1..${runner.total}\n`);
    });
    runner.on('pass', (test) => {
      line('ok', test);
    });
    runner.on('fail', (test, error: unknown) => {
      line('not ok', test);
      write(`  ---\n  message: ${JSON.stringify(messageOf(error))}\n  ...\n`);
    });
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
