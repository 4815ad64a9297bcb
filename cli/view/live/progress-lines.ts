// Rows → the lines of one picture: every host if they fit, else the busy and the failed ones, and a count of all.
import stringWidth from 'string-width';
import { sanitizeLine } from '../../../lib/report/sanitize-terminal.js';
import { colour } from '../colour.js';
import { elapsed } from '../elapsed.js';
import type { Row } from './host-progress.js';
import type { Size } from './screen.js';

const spinner = Array.from('⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏');
const symbols = {
  waiting: colour.dim('·'),
  ok: colour.green('✔'),
  changed: colour.yellow('✔'),
  failed: colour.red('✖'),
};

/** Which hosts are shown first if there isn't room for all. */
const urgency = { busy: 0, failed: 1, waiting: 2, changed: 3, ok: 4 };

/** Never wider or higher than the terminal. */
export function progressLines(
  rows: readonly Row[],
  now: number,
  { columns, lines }: Size,
): readonly string[] {
  // The lines that scroll by above keep their share of the screen.
  const room = Math.max(1, Math.min(lines - 3, Math.max(8, Math.floor(lines * 0.6))));
  const shown = rows.length <= room ? rows : chosen(rows, room);
  const width = Math.min(24, Math.max(0, ...shown.map(({ host }) => host.length)));
  const drawn = shown.map((row) => drawRow(row, now, width, columns));
  return shown.length === rows.length ? drawn : [...drawn, cut(countLine(rows), columns - 1)];
}

/** Prefers those that have been busy longest, but keeps the order of the run, so that rows don't jump about. */
function chosen(rows: readonly Row[], room: number): readonly Row[] {
  const byUrgency = [...rows].sort((a, b) => urgency[a.state] - urgency[b.state] || a.since - b.since);
  const visible = new Set(byUrgency.slice(0, room));
  return rows.filter((row) => visible.has(row));
}

function drawRow(row: Row, now: number, width: number, columns: number): string {
  const glyph = spinner[Math.floor(now / 100) % spinner.length] ?? '-';
  const symbol = row.state === 'busy' ? colour.cyan(glyph) : symbols[row.state];
  const moving = row.state === 'busy' || row.state === 'waiting';
  const of = row.progress?.of ?? 0;
  const progress = moving && of > 0 ? `${row.progress?.done ?? 0}/${of}  ` : '';
  const seconds = Math.floor((now - row.since) / 1000);
  const time = moving && seconds >= 1 ? `  ${elapsed(seconds)}` : '';
  // The name is cut in favour of the time, which distinguishes a slow step from a stuck one.
  const text = cut(
    `${row.host.padEnd(width)}  ${progress}${sanitizeLine(row.doing)}`,
    columns - 3 - time.length,
  );
  return `${symbol} ${text}${colour.dim(time)}`;
}

function countLine(rows: readonly Row[]): string {
  const count = (state: Row['state']): number => rows.filter((row) => row.state === state).length;
  const done = count('ok') + count('changed');
  return `${rows.length} hosts: ${count('busy')} busy, ${done} done (${count('changed')} changed), ${count('failed')} failed, ${count('waiting')} waiting`;
}

/** Cuts between words or the parts of a path, unless that would leave too little. */
function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  const chars = Array.from(text);
  const room = fitting(chars, width - 1);
  const end = chars.findLastIndex((char, at) => at <= room && /[\s/]/.test(char));
  const whole = end < room * 0.6 ? room : chars[end] === '/' && end < room ? end + 1 : end;
  return `${chars.slice(0, whole).join('').trimEnd()}…`;
}

/** How many characters fit; some are two columns wide. */
function fitting(chars: readonly string[], columns: number): number {
  let used = 0;
  const first = chars.findIndex((char) => (used += stringWidth(char)) > columns);
  return first === -1 ? chars.length : first;
}
