// Two texts → a unified diff in colour, without its file header. The only importer of diff.
import { structuredPatch } from 'diff';
import pc from 'picocolors';
import { harmless } from './harmless.js';

const tooDifferent = ['(too different to show line by line)'];

/** Bounded in time: two wholly different long texts aren't compared to the end. */
export function unifiedDiff(from: string, to: string): readonly string[] {
  const patch = structuredPatch('', '', from, to, '', '', { context: 3, timeout: 200 });
  if (!patch) return tooDifferent;
  return patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    pc.cyan(`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`),
    ...lines.map((line) => {
      const shown = harmless(line);
      if (line.startsWith('+')) return pc.green(shown);
      return line.startsWith('-') ? pc.red(shown) : shown;
    }),
  ]);
}
