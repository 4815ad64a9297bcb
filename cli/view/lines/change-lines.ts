// Changes and steps of a plan → lines.
import type { Step } from '../../../lib/model/plan.js';
import type { LabelledChange } from '../../../lib/model/resource.js';
import { sanitizeLine } from '../../../lib/report/sanitize-terminal.js';
import { colour } from '../colour.js';
import { sidesOf } from './before-and-after.js';
import { unifiedDiff } from './unified-diff.js';

/** The sign before each change. */
const signs = {
  create: colour.green('+'),
  update: colour.yellow('~'),
  remove: colour.red('-'),
  run: colour.cyan('!'),
};

/** `~ update mode 0666 → 0644`, with a unified diff below it if a side is long or has several lines. */
export function changeLines(change: LabelledChange, withDiff: boolean): readonly string[] {
  const { verb, what } = change;
  const head = `${signs[verb]} ${verb} ${sanitizeLine(what)}`;
  const sides = sidesOf(change);
  if (sides.texts)
    return withDiff ? [head, ...unifiedDiff(...sides.texts).map((line) => `  ${painted(line)}`)] : [head];
  const { before, after } = sides;
  if (before === undefined) return [after === undefined ? head : `${head} ${after}`];
  return [after === undefined ? `${head} ${before}` : `${head} ${before} → ${after}`];
}

function painted(line: string): string {
  if (line.startsWith('@@')) return colour.cyan(line);
  if (line.startsWith('+')) return colour.green(line);
  if (line.startsWith('-')) return colour.red(line);
  return line.startsWith(' ') ? line : colour.dim(line);
}

/** A plan's step: its resource, then each change. */
export function stepLines(step: Step, withDiff: boolean): readonly string[] {
  const name = `${sanitizeLine(step.resource)} ${colour.dim(`(${step.role})`)}`;
  if (step.state === 'unknown')
    return [
      `  ${name}`,
      `    ${colour.magenta('?')} unknown: ${sanitizeLine(step.why ?? 'no reason given')}`,
    ];
  if (step.state === 'same') return [colour.dim(`  = ${sanitizeLine(step.resource)} (${step.role})`)];
  const changes = step.changes.flatMap((change) => changeLines(change, withDiff));
  return [`  ${name}`, ...changes.map((line) => `    ${line}`)];
}
