// mocha's results as JUnit XML, as CI systems read it.
import type Mocha from 'mocha';

type Reporter = new (runner: Mocha.Runner) => {
  done(failures: number, end: (failures: number) => void): void;
};

/** XML 1.0 has no place for most control characters, not even escaped. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A testcase's classname is `host.role`. */
export function junitReporter(write: (text: string) => void): Reporter {
  return class {
    readonly #cases: string[] = [];
    #failures = 0;
    #seconds = 0;

    constructor(runner: Mocha.Runner) {
      runner.on('pass', (test) => {
        this.#add(test);
      });
      runner.on('fail', (test, error: unknown) => {
        this.#failures += 1;
        this.#add(test, error instanceof Error ? error.message : String(error));
      });
    }

    done(failures: number, end: (failures: number) => void): void {
      const sums = `tests="${this.#cases.length}" failures="${this.#failures}" errors="0" skipped="0" time="${this.#seconds.toFixed(3)}"`;
      write(
        [
          '<?xml version="1.0" encoding="UTF-8"?>',
          `<testsuites ${sums}>`,
          `<testsuite name="trueup verify" ${sums}>`,
          ...this.#cases,
          '</testsuite>',
          '</testsuites>',
          '',
        ].join('\n'),
      );
      end(failures);
    }

    #add(test: Mocha.Runnable, found?: string): void {
      const [host = '', role = ''] = test.titlePath();
      const seconds = (test.duration ?? 0) / 1000;
      this.#seconds += seconds;
      const head = `<testcase classname="${escaped(`${host}.${role}`)}" name="${escaped(test.title)}" time="${seconds.toFixed(3)}"`;
      this.#cases.push(
        found === undefined
          ? `${head}/>`
          : `${head}><failure message="${escaped(found)}">${escaped(found)}</failure></testcase>`,
      );
    }
  };
}
