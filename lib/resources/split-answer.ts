// Splits the answer to two questions that were asked in one script.
import type { Answer } from '../model/script.js';

/**
 * The output before the first line that equals `mark`, and the answer after that line. Throws if the script failed before
 * it.
 */
export function splitAnswer(answer: Answer, mark: string): readonly [string, Answer] {
  const text = `\n${answer.stdout}`;
  const at = text.indexOf(`\n${mark}\n`);
  if (at < 0) throw new Error(`the probe failed with status ${answer.status}`);
  return [text.slice(1, at + 1), { ...answer, stdout: text.slice(at + mark.length + 2) }];
}
