// Reports an error that ends the program in the format of the output.
import type { Trouble } from '../../lib/model/event.js';
import { annotationOf } from './github/run-annotations.js';
import { addToSummary, annotate, summaryLimit } from './github/job-environment.js';
import { codeSpan } from './markdown/quote-as-code.js';
import { fit } from './markdown/fit-to-limit.js';
import { marker, type Topic } from './markdown/comment-marker.js';
import { troublePiece } from './markdown/host-section.js';
import { commentLimit } from './markdown/run-in-markdown.js';

/** In addition to the lines on stderr: annotations and the summary of a GitHub job, or Markdown. */
export function tellThrown(
  troubles: readonly Trouble[],
  form: 'github' | 'markdown',
  topic: Topic,
  out: (line: string) => void,
): void {
  if (form === 'markdown') {
    out(inMarkdown(troubles, topic, commentLimit).trimEnd());
    return;
  }
  annotate(troubles.map(annotationOf), out);
  addToSummary(inMarkdown(troubles, topic, summaryLimit), out);
}

function inMarkdown(troubles: readonly Trouble[], topic: Topic, limit: number): string {
  const count = troubles.length === 1 ? 'An error' : `${troubles.length} errors`;
  const head = [
    marker(topic),
    `### trueup ${topic.command}: ${codeSpan(topic.inventory)}`,
    '',
    `**${count} ended the run.**`,
    '',
    '',
  ].join('\n');
  const { text } = fit([{ open: '', pieces: troubles.map(troublePiece), close: '' }], limit - head.length);
  return head + text;
}
