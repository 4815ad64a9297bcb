// The hidden first line by which a comment is found again, to be put up to date instead of joined by another.
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

/** `--` and `>` would end it. */
function inComment(word: string): string {
  return encodeURI(word).replace(/-(?=-|$)|^-/g, '%2D');
}
