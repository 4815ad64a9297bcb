// Prints the run as Markdown when it has ended.
import { commentLimit, runInMarkdown } from './markdown/run-in-markdown.js';
import { RunAccount } from './run-summary.js';
import type { Scene } from './view-context.js';
import type { View } from './view.js';

/** The text fits into a GitHub comment. */
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
