// The error of a check that could not be carried out, which is neither passed nor failed.
import type { Answer } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';

/**
 * The error for a check that could not be carried out. `why` completes "could not check: …"; the answer's stderr is
 * appended.
 */
export function couldNotLook(why: string, answer?: Answer): TrueupError {
  const output = answer ? `${answer.stderr}\n${answer.stdout}`.trim() : '';
  const complaint = inOneLine(answer?.stderr ?? '');
  const sentence = complaint === '' ? why : `${why}: ${complaint}`;
  return new TrueupError('E_UNREADABLE', saidOnce(sentence), output === '' ? {} : { output });
}

/** The sentence for any error of a check, in which "could not check" occurs only once. */
export function notLookedAt({ message }: Error): string {
  return saidOnce(message);
}

const beginning = 'could not check: ';

/** An error that one check passes on from another already contains the phrase, at its beginning or within. */
function saidOnce(sentence: string): string {
  return `${beginning}${sentence.replaceAll(beginning, '')}`;
}

/** A program's output on one line, short enough for a report. */
export function inOneLine(text: string, limit = 200): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}
