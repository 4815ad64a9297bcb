// The run as one piece of Markdown, at its end.
import { commentLimit, runInMarkdown } from './markdown/run-in-markdown.js';
import { RunAccount } from './run-summary.js';
import type { Scene } from './view-context.js';
import type { View } from './view.js';

/** Fits into a comment of GitHub. */
export function markdownView(scene: Scene, out: (text: string) => void): View {
  const account = new RunAccount();
  return {
    listener: (event) => {
      account.take(event);
    },
    aside: (work) => work(),
    end: () => {
      if (account.command) out(runInMarkdown(account, scene, commentLimit).trimEnd());
      return Promise.resolve();
    },
  };
}
