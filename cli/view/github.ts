// The view for GitHub jobs: plain lines during the run; at its end, annotations and the summary in Markdown.
import { randomUUID } from 'node:crypto';
import { annotateWarnings } from './github/annotate-warnings.js';
import { annotationsOf } from './github/run-annotations.js';
import { addToSummary, annotate, summaryLimit } from './github/job-environment.js';
import type { Scene } from './view-context.js';
import { runInMarkdown } from './markdown/run-in-markdown.js';
import { RunAccount } from './run-summary.js';
import type { View } from './view.js';

/** `inner` reports the run in progress. GitHub ignores commands meanwhile, so those in hosts' output have no effect. */
export function githubView(scene: Scene, inner: View, out: (line: string) => void): View {
  const account = new RunAccount();
  const word = randomUUID();
  out(`::stop-commands::${word}`);
  return {
    listener: (event) => {
      account.take(event);
      inner.listener(event);
    },
    aside: inner.aside,
    end: async () => {
      await inner.end();
      out(`::${word}::`);
      annotate(annotationsOf(account, scene.placeOf), out);
      annotateWarnings(scene.warnings, out);
      if (account.command) addToSummary(runInMarkdown(account, scene, summaryLimit), out);
    },
  };
}
