// The closing table: host, ok, changed, failed, skipped, seconds.
import type { HostCounts } from '../../../lib/model/event.js';
import { colour } from '../colour.js';

const columns = ['ok', 'changed', 'failed', 'skipped', 'seconds'] as const;
const paint = {
  ok: colour.green,
  changed: colour.yellow,
  failed: colour.red,
  skipped: colour.magenta,
  seconds: colour.dim,
};

/** A heading and a line per host. A plan changes nothing, so its column is called `differ`. */
export function countsTable(
  hosts: Readonly<Record<string, HostCounts>>,
  changed: 'changed' | 'differ' = 'changed',
): readonly string[] {
  const width = Math.max(4, ...Object.keys(hosts).map((name) => name.length));
  const heading = columns.map((column) =>
    (column === 'changed' ? changed : column).padStart(widthOf(column)),
  );
  return [
    colour.bold(['host'.padEnd(width), ...heading].join('  ')),
    ...Object.entries(hosts).map(([name, counts]) =>
      [name.padEnd(width), ...columns.map((column) => cell(column, counts))].join('  '),
    ),
  ];
}

function cell(column: (typeof columns)[number], counts: HostCounts): string {
  const value = counts[column];
  const text = (column === 'seconds' ? value.toFixed(1) : String(value)).padStart(widthOf(column));
  return value === 0 ? colour.dim(text) : paint[column](text);
}

function widthOf(column: string): number {
  return Math.max(column.length, 6);
}
