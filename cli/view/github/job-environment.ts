// The GitHub job that trueup runs in, as described by its environment.
import { appendFileSync } from 'node:fs';
import { messageOf } from '../../../lib/model/thrown-message.js';
import { annotationLines, type Annotation } from './annotation-lines.js';

const { GITHUB_WORKSPACE: root = process.cwd(), GITHUB_STEP_SUMMARY: summary } = process.env;

/** GitHub accepts a mebibyte per step, so several runs in one step fit. */
export const summaryLimit = 250_000;

/** Shows the annotations next to their lines. */
export function annotate(annotations: readonly Annotation[], out: (line: string) => void): void {
  for (const line of annotationLines(annotations, root)) out(line);
}

/** Adds Markdown to the step's summary, if there is one. If it can't be written, warns, but doesn't fail. */
export function addToSummary(markdown: string, out: (line: string) => void): void {
  if (summary === undefined || summary === '') return;
  try {
    appendFileSync(summary, `${markdown}\n`);
  } catch (error) {
    const why = messageOf(error);
    annotate([{ level: 'warning', title: 'trueup', message: `the summary can't be written: ${why}` }], out);
  }
}
