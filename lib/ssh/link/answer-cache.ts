// Caches answers of the operator, of ssh and of files: all hosts of a run, and runs that share a memory, ask only once.
import type { ConnectOptions } from './connect-options.js';

const ofProcess = new Map<string, unknown>();

/** The answer to a question. `ask` is called the first time; undefined isn't cached. */
export function remember<Answer>(
  { memory = ofProcess }: Pick<ConnectOptions, 'memory'>,
  question: readonly unknown[],
  ask: () => Answer,
): Answer {
  const key = JSON.stringify(question);
  if (memory.has(key)) return memory.get(key) as Answer;
  const answer = ask();
  if (answer !== undefined) memory.set(key, answer);
  return answer;
}
