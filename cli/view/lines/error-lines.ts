// Errors → lines.
import { stripVTControlCharacters } from 'node:util';
import type { Trouble } from '../../../lib/model/event.js';
import { sanitizeTerminal, sanitizeLine } from '../../../lib/report/sanitize-terminal.js';
import { colour } from '../colour.js';

/** Maximum number of lines of a host's output in an error. */
const maxOutput = 40;

const defect = 'this is a bug in trueup; please report it with the output of --verbose';

/** What happened, where in the input, the host's output, and what to do. A bug's stack is only shown on request. */
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

/** The same without colour, whatever the settings, for output that is not shown in a terminal. */
export function plainTrouble(trouble: Trouble): readonly string[] {
  return troubleLines(trouble).map(stripVTControlCharacters);
}

/** The last lines, because the error is at the end. */
function outputLines(output: string): readonly string[] {
  const lines = sanitizeTerminal(output.trimEnd()).split('\n');
  const cut = lines.length - maxOutput;
  return [
    ...(cut > 0 ? [`  | (${cut} earlier lines)`] : []),
    ...lines.slice(-maxOutput).map((line) => `  | ${line}`),
  ];
}
