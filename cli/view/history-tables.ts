// Records of runs → tables and lists for a person.
import type { RunRecord } from '../../lib/model/record.js';
import { staysOf, type RollbackPlan } from '../../lib/undo/rollback/rollback-plan.js';
import { sanitizeLine } from '../../lib/report/sanitize-terminal.js';
import { colour } from './colour.js';

type ByHost = ReadonlyMap<string, readonly RunRecord[]>;

/** A line per run, newest first: when, who, from which commit, on which hosts, how much, and how it ended. */
export function historyTable(records: ByHost): readonly string[] {
  const runs = new Map<string, { readonly hosts: string[]; readonly all: RunRecord[] }>();
  for (const [host, own] of records) {
    for (const record of own) {
      const entry = runs.get(record.mark.run) ?? { hosts: [], all: [] };
      entry.hosts.push(host);
      entry.all.push(record);
      runs.set(record.mark.run, entry);
    }
  }
  const rows = [...runs]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .flatMap(([run, { hosts, all }]) => {
      const [first] = all;
      return first
        ? [
            [
              run,
              whatOf(first),
              byOf(first),
              commitOf(first),
              changesOf(all),
              hosts.join(','),
              endsOf(all, hosts),
            ],
          ]
        : [];
    });
  if (rows.length === 0) return ['No run has changed anything on these hosts.'];
  const table = [['run', 'what', 'by', 'commit', 'changes', 'hosts', 'end'], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length))) ?? [];
  return table.map((row, index) => {
    const line = row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
    return index === 0 ? colour.bold(line) : line;
  });
}

/** What one run did, host by host. */
export function runInDetail(records: ByHost, run: string): readonly string[] {
  const lines: string[] = [];
  for (const [host, own] of records) {
    const record = own.find(({ mark }) => mark.run === run);
    if (!record) continue;
    lines.push(
      colour.bold(host),
      `  ${[whatOf(record), 'by', byOf(record), endsOf([record], [])].join(' ')}`,
    );
    for (const step of record.steps) {
      const changes = step.changes.map(({ verb, what }) => sanitizeLine(`${verb} ${what}`)).join(', ');
      const state =
        step.state === 'done' ? '' : colour.red(` (${step.state === 'failed' ? 'failed' : 'interrupted'})`);
      lines.push(`  ${sanitizeLine(step.resource)}: ${changes}${state}`);
      for (const why of staysOf(step))
        lines.push(`    ${colour.yellow('can’t be rolled back:')} ${sanitizeLine(why)}`);
    }
  }
  return lines.length > 0 ? lines : [`No host has a record of ${run}.`];
}

/** What will be rolled back on each host, and what can't be, and why. */
export function rollbackInWords(plans: ReadonlyMap<string, RollbackPlan>): readonly string[] {
  const lines: string[] = [];
  for (const [host, { runs, steps }] of plans) {
    if (runs.length === 0) continue;
    lines.push(
      `${colour.bold(host)}: will be rolled back to its state before ${runs.at(-1) ?? ''}${runs.length > 1 ? ` (${runs.length} runs)` : ''}`,
    );
    const going = [...new Set(steps.filter(({ back }) => back).map(({ resource }) => resource))];
    lines.push(...going.map((resource) => `  ${colour.green('<')} ${sanitizeLine(resource)}`));
    for (const { resource, stays } of steps)
      lines.push(
        ...stays.map(
          (why) =>
            `  ${colour.red('x')} ${sanitizeLine(resource)} can’t be rolled back: ${sanitizeLine(why)}`,
        ),
      );
    lines.push('');
  }
  return lines;
}

function whatOf({ mark: { command, words } }: RunRecord): string {
  return sanitizeLine(words === undefined ? command : `${command} ${words}`);
}

function byOf({ mark }: RunRecord): string {
  return sanitizeLine(mark.by.replace(/ \(process \d+\)$/, ''));
}

function commitOf({ mark: { commit, dirty } }: RunRecord): string {
  return commit === undefined ? '-' : sanitizeLine(`${commit.slice(0, 10)}${dirty === true ? '+' : ''}`);
}

function changesOf(all: readonly RunRecord[]): string {
  return String(all.reduce((sum, { steps }) => sum + steps.length, 0));
}

/** How the run ended on all hosts; if that differs, each end other than `done`, with its hosts. */
function endsOf(all: readonly RunRecord[], hosts: readonly string[]): string {
  const ends = new Map<string, string[]>();
  for (const [at, record] of all.entries()) {
    const end = endOf(record);
    ends.set(end, [...(ends.get(end) ?? []), hosts[at] ?? '']);
  }
  if (ends.size === 1) return [...ends.keys()].join();
  const told = [...ends].filter(([end]) => end !== 'done');
  return told.map(([end, on]) => `${end} on ${on.join(',')}`).join('; ');
}

function endOf({ state, finishedBy, rolledBackBy }: RunRecord): string {
  if (rolledBackBy !== undefined) return sanitizeLine(`rolled back by ${rolledBackBy}`);
  return sanitizeLine(finishedBy === undefined ? state : `${state}, finished by ${finishedBy}`);
}
