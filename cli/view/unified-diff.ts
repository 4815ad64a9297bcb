// Two texts → a unified diff in colour, without its file header. The only importer of diff.
import { structuredPatch } from 'diff';
import { harmless } from '../../lib/report/harmless.js';
import { colour } from './colour.js';

const tooDifferent = ['(too different to show line by line)'];
const maxLines = 200;

/** Bounded in time and length: two wholly different long texts are neither compared nor shown to the end. */
export function unifiedDiff(from: string, to: string): readonly string[] {
  const patch = structuredPatch('', '', from, to, '', '', { context: 3, timeout: 200 });
  if (!patch) return tooDifferent;
  const lines = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: own }) => [
    colour.cyan(`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`),
    ...own.map(painted),
  ]);
  if (lines.length <= maxLines) return lines;
  return [...lines.slice(0, maxLines), colour.dim(`(${lines.length - maxLines} more lines)`)];
}

function painted(line: string): string {
  const shown = harmless(line).replaceAll('\n', '\\n');
  if (line.startsWith('+')) return colour.green(shown);
  if (line.startsWith('-')) return colour.red(shown);
  return line.startsWith('\\') ? colour.dim(line.slice(2)) : shown;
}
