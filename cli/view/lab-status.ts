// The table of `trueup lab status`.
import type { HostStatus } from '../../lib/lab/status-stop-start-reset.js';

/** One line per host under a heading. */
export function statusTable(hosts: readonly HostStatus[]): string {
  const rows = [
    ['HOST', 'ADDRESS', 'SYSTEM', 'STATE', 'UPTIME', 'SSH'],
    ...hosts.map(({ name, address, system = '-', state, uptimeSeconds, sshReady }) => [
      name,
      address,
      system,
      state,
      uptimeSeconds === undefined ? '-' : duration(uptimeSeconds),
      sshReady ? 'ready' : '-',
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map(
      (row) =>
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd() + '\n',
    )
    .join('');
}

/** `4 s`, `3 min`, `2 h 5 min`. */
function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
