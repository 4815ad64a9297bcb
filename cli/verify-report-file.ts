// Opens the destination of verify's report.
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { messageOf } from '../lib/model/thrown-message.js';
import { TrueupError } from '../lib/model/trueup-error.js';
import type { ReporterName, ReportOptions } from '../lib/verify/mocha-suites.js';
import type { OutputForm } from './run-options.js';
import { coloured } from './view/colour.js';

export type Report = Omit<ReportOptions, 'signal'> & { close(): void };

/** The requested report. */
export interface Wish {
  readonly reporter: ReporterName;
  readonly out?: string;
  readonly output: OutputForm;
}

/** Undefined if no file is given and stdout has another format. Throws E_INPUT if the file can't be written. */
export function openReport({ reporter, out, output }: Wish): Report | undefined {
  if (out === undefined) {
    if (output === 'json' || output === 'markdown') return undefined;
    const write = (text: string): void => void process.stdout.write(text);
    return { reporter, colour: coloured, write, close: () => undefined };
  }
  const file = orRefuse(out, () => openSync(out, 'w'));
  return {
    reporter,
    colour: false,
    jsonFile: out,
    write: (text) => {
      orRefuse(out, () => {
        writeFileSync(file, text);
      });
    },
    close: () => {
      closeSync(file);
    },
  };
}

function orRefuse<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const why = messageOf(error);
    throw new TrueupError('E_INPUT', `--out ${path} can't be written: ${why}`, { cause: error });
  }
}
