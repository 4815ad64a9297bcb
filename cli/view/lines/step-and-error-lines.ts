// Changes, steps and errors → sentences.
import { stripVTControlCharacters } from 'node:util';
import type { Trouble } from '../../../lib/model/event.js';
import type { Step } from '../../../lib/model/plan.js';
import type { LabelledChange } from '../../../lib/model/resource.js';
import { sanitizeTerminal, sanitizeLine } from '../../../lib/report/sanitize-terminal.js';
import { colour } from '../colour.js';
import { sidesOf } from './before-and-after.js';
import { unifiedDiff } from './unified-diff.js';

/** What stands before each change. */
const signs = {
  create: colour.green('+'),
  update: colour.yellow('~'),
  remove: colour.red('-'),
  run: colour.cyan('!'),
};

/** Lines of a host's output in an error. */
const maxOutput = 40;

const defect = 'this is a bug in trueup; please report it with the output of --verbose';

/** `~ update mode 0666 → 0644`, with a unified diff below it where a side has several lines. */
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

/** What happened, where in the input, what the host said, what to do. A defect's stack shows only when asked for. */
export function troubleLines(trouble: Trouble, stacks = false): readonly string[] {
  const { code, message, place } = trouble;
  const internal = code === 'E_INTERNAL';
  const output = (internal || code === 'E_ROLE') && !stacks ? undefined : trouble.output;
  const hint = trouble.hint ?? (internal ? defect : undefined);
  const where = place ? `${place.file}:${place.line}:${place.column}` : '';
  const at = where === '' || message.startsWith(where) ? '' : `${where}: `;
  const [first = '', ...rest] = sanitizeTerminal(`${at}${message}`).split('\n');
  return [
    `${colour.red(code)}: ${first}`,
    ...rest.map((line) => `  ${line}`),
    ...(output === undefined ? [] : outputLines(output)),
    ...(hint === undefined ? [] : [`  ${colour.cyan('hint')}: ${sanitizeLine(hint)}`]),
  ];
}

/** The same without colour, whatever was asked for: for what no terminal shows. */
export function plainTrouble(trouble: Trouble): readonly string[] {
  return troubleLines(trouble).map(stripVTControlCharacters);
}

/** The last lines: an error stands at the end. */
function outputLines(output: string): readonly string[] {
  const lines = sanitizeTerminal(output.trimEnd()).split('\n');
  const cut = lines.length - maxOutput;
  return [
    ...(cut > 0 ? [`  | (${cut} earlier lines)`] : []),
    ...lines.slice(-maxOutput).map((line) => `  | ${line}`),
  ];
}
