// What failed, told once more at the end: of a log of thousands of lines often only that is kept.
import type { Test } from 'mocha';

/** `title` with those of the suites around it; `why` is the error's message and the first lines of its stack, with what the host said last. */
export interface Failure {
  readonly title: string;
  readonly why: string;
}

/** Of an error's message; a difference of two long texts would push the rest away. */
const messageLines = 15;
const stackLines = 4;
const outputLines = 10;
const lineLength = 300;

/** A test or hook that failed. */
export function failureOf(test: Pick<Test, 'fullTitle' | 'err'>): Failure {
  const stack = test.err?.stack ?? test.err?.message ?? 'no error was given';
  const lines = stack.split('\n');
  const { output } = (test.err ?? {}) as { output?: string };
  const trace = lines.findIndex((line) => /^ {4}at /.test(line));
  const message = trace < 0 ? lines : lines.slice(0, trace);
  const kept = [
    ...message.slice(0, messageLines),
    ...(message.length > messageLines ? [`(${message.length - messageLines} more lines)`] : []),
    ...(trace < 0 ? [] : lines.slice(trace, trace + stackLines)),
    ...(output ? ['the host said:', ...output.trimEnd().split('\n').slice(-outputLines)] : []),
  ];
  return { title: test.fullTitle(), why: kept.map((line) => line.slice(0, lineLength)).join('\n') };
}

/** Lines that name each failure with its lane, and say why; none if nothing failed. */
export function failureTexts(lanes: Readonly<Record<string, readonly Failure[]>>): readonly string[] {
  return Object.entries(lanes).flatMap(([lane, failures]) =>
    failures.flatMap(({ title, why }) => [
      `failed in ${lane}: ${title}`,
      ...why.split('\n').map((line) => (line === '' ? '' : `  ${line}`)),
      '',
    ]),
  );
}
