// mocha's results as TAP and as JUnit XML, written to where the caller wants them.
import type Mocha from 'mocha';
import { junitXml, type JunitCase } from '../report/junit.js';

/** Takes a piece of the report. */
export type Write = (text: string) => void;

type Reporter = (runner: Mocha.Runner) => void;

/** mocha's own xunit reporter counts failures as errors and knows one suite only. */
export function junitReporter(write: Write): Reporter {
  return function (runner) {
    const suites = new Map<string, JunitCase[]>();
    const add = (test: Mocha.Runnable, failure?: string): void => {
      const [host = '', role = ''] = test.titlePath();
      const seconds = (test.duration ?? 0) / 1000;
      const one = { classname: `${host}.${role}`, name: test.title, seconds };
      suites.set(host, [...(suites.get(host) ?? []), failure === undefined ? one : { ...one, failure }]);
    };
    runner.on('pass', (test) => {
      add(test);
    });
    runner.on('fail', (test, error: unknown) => {
      add(test, messageOf(error));
    });
    runner.once('end', () => {
      write(junitXml(suites));
    });
  };
}

/** mocha's own writes to stdout only, and numbers titles without their host. */
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
