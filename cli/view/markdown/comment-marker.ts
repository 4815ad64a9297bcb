// The hidden first line that identifies a comment, so that it can be updated instead of adding another one.
import type { Scene } from '../view-context.js';

/** What a comment is about. */
export interface Topic extends Pick<Scene, 'inventory' | 'pattern'> {
  readonly command: string;
}

/** The same for the same command, inventory and pattern of hosts. */
export function marker({ command, inventory, pattern }: Topic): string {
  const words = ['trueup', command, inventory, ...(pattern === undefined ? [] : [pattern])];
  return `<!-- ${words.map(inComment).join(' ')} -->`;
}

/** Escapes a word, because `--` and `>` would end the comment. */
function inComment(word: string): string {
  return encodeURI(word).replace(/-(?=-|$)|^-/g, '%2D');
}
