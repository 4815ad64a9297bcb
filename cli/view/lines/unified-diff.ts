// Two texts → a unified diff without its file header. The only importer of diff.
import { structuredPatch } from 'diff';
import { sanitizeTerminal } from '../../../lib/report/sanitize-terminal.js';

const tooDifferent = ['(too different to show line by line)'];
const maxLines = 200;

/** Bounded in time and length: two wholly different long texts are neither compared nor shown to the end. */
export function unifiedDiff(from: string, to: string): readonly string[] {
  const patch = structuredPatch('', '', from, to, '', '', { context: 3, timeout: 200 });
  if (!patch) return tooDifferent;
  const lines = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: own }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...own.map((line) =>
      sanitizeTerminal(line.startsWith('\\') ? line.slice(2) : line).replaceAll('\n', '\\n'),
    ),
  ]);
  if (lines.length <= maxLines) return lines;
  return [...lines.slice(0, maxLines), `(${lines.length - maxLines} more lines)`];
}
