// Quotes foreign text in Markdown, always as code, so that no markup, mention or link in it takes effect.
import { sanitizeTerminal, sanitizeLine } from '../../../lib/report/sanitize-terminal.js';

const longest = 120;

/** On one line, cut to a readable length. */
export function codeSpan(text: string): string {
  const line = sanitizeLine(text);
  // Doesn't cut a character that consists of two code units.
  const start = line.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '');
  const shown = line.length > longest ? `${start}…` : line;
  const fence = '`'.repeat(longestRun(shown) + 1);
  // Markdown strips one space from each side; adding one preserves the text's own backticks and spaces.
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return shown.trim() === '' ? "`''`" : `${fence}${pad}${shown}${pad}${fence}`;
}

/** The same in a table, where a bar would end the cell. */
export function codeCell(text: string): string {
  return codeSpan(text).replaceAll('|', '\\|');
}

/** The same in HTML, where Markdown's characters have no special meaning. */
export function codeHtml(text: string): string {
  const escaped = sanitizeLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<code>${escaped}</code>`;
}

/** Line by line, in a fence that none of the lines closes. */
export function codeBlock(lines: readonly string[], language = 'text'): readonly string[] {
  const text = sanitizeTerminal(lines.join('\n'));
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [fence + language, ...text.split('\n'), fence];
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}
