// The figures as rows of a Markdown table.
import type { Figures } from './figures.js';
import type { Measured } from './measure-scenario.js';

/** Its two lines. */
export const heading = `| what happens | keep-alive connections: failures | longest gap | new connections: failures | longest gap | writes: failures | lost | twice | observations |
|---|---|---|---|---|---|---|---|---|`;

/** One scenario. */
export function row({ title, kept, fresh, writes, recovered, remarks }: Measured): string {
  const remarked = [...remarks, ...(recovered ? [] : ['**visitors were not served again**'])];
  const cells = [
    title,
    ...[failed(kept), gap(kept)],
    ...[failed(fresh), gap(fresh)],
    ...[failed(writes), writes.lost, writes.twice],
    remarked.join('; '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function failed({ requests, failed: count, failures, resent }: Figures): string {
  const kinds = Object.entries(failures).map(([kind, times]) => `${times} × ${kind}`);
  if (resent > 0) kinds.push(`${resent} sent again`);
  return `${count} of ${requests}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}`;
}

function gap({ longestGapMs }: Figures): string {
  return `${(longestGapMs / 1000).toFixed(2)} s`;
}
