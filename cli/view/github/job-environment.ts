// The job of GitHub's that trueup runs in, as its environment tells.
import { appendFileSync } from 'node:fs';
import { messageOf } from '../../../lib/model/thrown-message.js';
import { annotationLines, type Annotation } from './annotation-lines.js';

const { GITHUB_WORKSPACE: root = process.cwd(), GITHUB_STEP_SUMMARY: summary } = process.env;

/** GitHub takes a mebibyte per step: several runs of one step fit. */
export const summaryLimit = 250_000;

/** Shows them beside their lines. */
export function annotate(annotations: readonly Annotation[], out: (line: string) => void): void {
  for (const line of annotationLines(annotations, root)) out(line);
}

/** Adds Markdown to the summary of the step, where there is one. A summary that can't be written is told, and no failure. */
export function addToSummary(markdown: string, out: (line: string) => void): void {
  if (summary === undefined || summary === '') return;
  try {
    appendFileSync(summary, `${markdown}\n`);
  } catch (error) {
    const why = messageOf(error);
    annotate([{ level: 'warning', title: 'trueup', message: `the summary can't be written: ${why}` }], out);
  }
}
