// GitHub annotations: commands in the output of a step, which GitHub shows next to a line of a file.
import { isAbsolute, relative, resolve } from 'node:path';
import { sanitizeTerminal } from '../../../lib/report/sanitize-terminal.js';
import type { Place } from '../../../lib/model/fleet.js';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
  readonly place?: Place | undefined;
}

/** GitHub shows the first ten of each kind per step, and drops the others. */
const mostOfAKind = 10;
/** GitHub truncates longer messages. */
const longestMessage = 4000;

/** One line each; if there are too many, the last line counts those left out. Paths are relative to `root`. */
export function annotationLines(annotations: readonly Annotation[], root: string): readonly string[] {
  const [tenth] = annotations.slice(mostOfAKind - 1);
  const left = annotations.length - mostOfAKind + 1;
  if (left <= 1 || !tenth) return annotations.map((one) => annotationLine(one, root));
  const rest = {
    level: tenth.level,
    title: `${left} more`,
    message: 'see the output of this step for the full list',
  };
  return [...annotations.slice(0, mostOfAKind - 1), rest].map((one) => annotationLine(one, root));
}

function annotationLine({ level, title, message, place }: Annotation, root: string): string {
  const where = place && { file: fromRoot(place.file, root), line: place.line, col: place.column };
  const properties = Object.entries({ ...where, title }).map(([key, value]) => `${key}=${property(value)}`);
  return `::${level} ${properties.join(',')}::${data(message.slice(0, longestMessage))}`;
}

/** The path relative to the repository, if the file is in it. */
function fromRoot(file: string, root: string): string {
  const inside = relative(root, resolve(file));
  return inside.startsWith('..') || isAbsolute(inside) ? file : inside;
}

/** Escapes what would end a command's data. */
function data(text: string): string {
  return sanitizeTerminal(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Also escapes what would end a property. */
function property(value: string | number): string {
  return data(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
