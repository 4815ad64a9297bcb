// Changes, errors and counts → sentences.
import pc from 'picocolors';
import type { HostCounts, Trouble } from '../../lib/model/event.js';
import type { Step } from '../../lib/model/plan.js';
import type { Change } from '../../lib/model/resource.js';
import { Secret } from '../../lib/model/secret.js';
import { harmless } from './harmless.js';
import { unifiedDiff } from './unified-diff.js';

const signs = { create: pc.green('+'), update: pc.yellow('~'), remove: pc.red('-'), run: pc.cyan('!') };

function side(value: string | Secret | undefined): string {
  if (value === undefined) return 'nothing';
  const text = value instanceof Secret ? String(value) : harmless(value);
  return text.length > 60 || text.includes('\n') ? `${text.split('\n')[0]?.slice(0, 57) ?? ''}…` : text;
}

/** `~ mode 0666 → 0644`, with a unified diff below it where both sides are texts of several lines. */
export function changeLines(change: Change, withDiff: boolean): readonly string[] {
  const { verb, what, from, to } = change;
  const long = [from, to].some((value) => typeof value === 'string' && value.includes('\n'));
  const head = `${signs[verb]} ${verb === 'run' ? what : `${verb} ${what}`}`;
  if (long) {
    const secret = from instanceof Secret || to instanceof Secret;
    return withDiff && !secret ? [head, ...unifiedDiff(from ?? '', to ?? '')] : [head];
  }
  if (from === undefined && to === undefined) return [head];
  if (from === undefined) return [`${head} ${side(to)}`];
  if (to === undefined) return [`${head} ${side(from)}`];
  return [`${head} ${side(from)} → ${side(to)}`];
}

/** A plan's step: its resource, then each change. */
export function stepLines(step: Step, withDiff: boolean): readonly string[] {
  const name = `${harmless(step.resource)} ${pc.dim(`(${step.role})`)}`;
  if (step.state === 'unknown')
    return [`${pc.magenta('?')} ${name}`, `    ${pc.dim(harmless(step.why ?? ''))}`];
  return [
    `  ${name}`,
    ...step.changes.flatMap((change) => changeLines(change, withDiff)).map((line) => `    ${line}`),
  ];
}

/** What happened, what the host said, what to do. */
export function troubleLines({ code, message, output, hint }: Trouble): readonly string[] {
  return [
    `${pc.red(code)}: ${harmless(message)}`,
    ...(output === undefined
      ? []
      : harmless(output)
          .split('\n')
          .slice(-40)
          .map((line) => `  | ${line}`)),
    ...(hint === undefined ? [] : [`  ${pc.cyan('hint')}: ${harmless(hint)}`]),
  ];
}

/** One table for the end of a run: host, ok, changed, failed, skipped, seconds. */
export function countsTable(hosts: Readonly<Record<string, HostCounts>>): readonly string[] {
  const columns = ['ok', 'changed', 'failed', 'skipped', 'seconds'] as const;
  const width = Math.max(4, ...Object.keys(hosts).map((name) => name.length));
  const paint = { ok: pc.green, changed: pc.yellow, failed: pc.red, skipped: pc.magenta, seconds: pc.dim };
  const rows = Object.entries(hosts).map(([name, counts]) => {
    const cells = columns.map((column) => {
      const text = (column === 'seconds' ? counts[column].toFixed(1) : String(counts[column])).padStart(
        column.length,
      );
      return counts[column] === 0 ? pc.dim(text) : paint[column](text);
    });
    return [name.padEnd(width), ...cells].join('  ');
  });
  return [pc.bold(['host'.padEnd(width), ...columns].join('  ')), ...rows];
}
