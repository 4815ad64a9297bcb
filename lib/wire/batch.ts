// Many scripts as one text for the remote shell.
import type { Script } from '../model/script.js';
import { quote } from '../shell/quote.js';

/** `stop`: nothing runs after a snippet that exits with a status other than 0. */
export type OnFailure = 'stop' | 'go on';

/**
 * Each snippet is eval'ed in its own subshell under `set -eu`, with an empty stdin and, unless it speaks or receives,
 * without the frames' descriptors, so that neither a syntax error nor a greedy child affects its neighbours. The
 * closing brace makes the shell read the whole batch before it runs any of it.
 */
export function encodeBatch(
  scripts: readonly Script[],
  onFailure: OnFailure,
  nameOf: (index: number) => string = () => '',
): string {
  const functions = scripts.map((script, index) => {
    const close = script.blobs.length > 0 ? '' : script.speaks ? '5<&-' : '4>&- 5<&-';
    return `trueup_${index}() ( exec </dev/null 9>&- ${close}; set -eu; eval ${quote(script.text)} )`;
  });
  const calls = scripts.map((_, index) => `trueup_step ${index} ${quote(nameOf(index))}`);
  return [
    '{',
    ...functions,
    `trueup_go=1; trueup_keep=${onFailure === 'stop' ? 0 : 1}`,
    ...calls,
    `printf '%s d\\n' "$trueup_n" >&4`,
    '}',
    '',
  ].join('\n');
}
