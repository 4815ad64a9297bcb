// Shows tests of roles: a line per row as it comes, and a table with all failures at the end.
import { reportTitle, type RoleReport } from '../../lib/testing/role-report.js';
import { stateOf, type Row } from '../../lib/testing/report-row.js';
import { faultLines, faultsOf } from '../../lib/testing/rows/finding-texts.js';
import { sanitizeTerminal } from '../../lib/report/sanitize-terminal.js';
import { colour } from './colour.js';
import { stillWorking } from './heartbeat-without-events.js';

export type ProofForm = 'plain' | 'json';

export interface ProofView {
  readonly say: (text: string) => void;
  readonly begins: (role: string, release: string | undefined) => void;
  readonly row: (row: Row) => void;
  readonly end: (
    reports: readonly RoleReport[],
    /** `whole`: whether the tests ran to their end. */
    options: { readonly keep?: true; readonly seed: number; readonly whole: boolean },
  ) => void;
}

const signs = { held: colour.green('✔'), failed: colour.red('✘'), skipped: colour.magenta('–') } as const;

/** Maximum number of failures of one row to show; JUnit has all of them. */
const mostShown = 10;

function print(line: string): void {
  process.stdout.write(`${sanitizeTerminal(line)}\n`);
}

/** The view in that form. */
export function proofView(form: ProofForm): ProofView {
  return form === 'json' ? jsonView() : plainView();
}

function plainView(): ProofView {
  const still = stillWorking(
    (line) => void process.stdout.write(`${line}\n`),
    (line) => void process.stderr.write(`${line}\n`),
  );
  return {
    say: (text) => {
      still.say(colour.dim(sanitizeTerminal(text)));
    },
    begins: (role, release) => {
      still.say(colour.bold(reportTitle({ role, release })));
    },
    row: (row) => {
      still.say(lineOf(row));
    },
    end: (reports, { keep, seed, whole }) => {
      still.end();
      for (const report of reports) {
        process.stdout.write(`\n${colour.bold(reportTitle(report))}\n`);
        for (const row of report.rows) process.stdout.write(`${lineOf(row)}\n`);
        for (const row of report.rows) for (const line of detailsOf(row)) print(line);
      }
      const all = reports.flatMap(({ rows }) => rows);
      const count = (state: ReturnType<typeof stateOf>): number =>
        all.filter((row) => stateOf(row) === state).length;
      const [failed, skipped] = [count('failed'), count('skipped')];
      print('');
      print(
        failed === 0 && whole
          ? `${count('held') === 1 ? 'The only test' : `All ${count('held')} tests`} passed${skipped === 0 ? '' : `, ${skipped} skipped`}.`
          : `${failed} of ${all.length} ${all.length === 1 ? 'test' : 'tests'} failed (seed ${seed}).`,
      );
      if (keep)
        print(
          'The hosts are still running. Log in with `trueup lab --test ssh HOST`; remove them with `trueup lab --test down`.',
        );
    },
  };
}

function lineOf(row: Row): string {
  const { title, figures, seconds, skipped } = row;
  const told = skipped ?? figures;
  return `  ${signs[stateOf(row)]} ${title.padEnd(58)} ${told.padEnd(22)} ${colour.dim(`${seconds.toFixed(1)} s`)}`.trimEnd();
}

function detailsOf(row: Row): readonly string[] {
  const { title, notes = [] } = row;
  const noted = notes.map((note) => `    note: ${note}`);
  const faults = faultsOf(row);
  if (faults.length === 0) return noted.length > 0 ? ['', `  ${title}`, ...noted] : [];
  const shown = faults.slice(0, mostShown).flatMap((one) => faultLines(one).map((line) => `    ${line}`));
  const more = faults.length - mostShown;
  return ['', `  ✘ ${title}`, ...shown, ...(more > 0 ? [`    and ${more} more`] : []), ...noted];
}

function jsonView(): ProofView {
  let of: { role: string; release: string | undefined } = { role: '', release: undefined };
  const write = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
  return {
    say: (text) => {
      write({ type: 'notice', text });
    },
    begins: (role, release) => {
      of = { role, release };
    },
    row: (row) => {
      write({
        ...{ type: 'row', ...of, id: row.id, title: row.title, state: stateOf(row), figures: row.figures },
        ...{
          seconds: row.seconds,
          faults: faultsOf(row).map((one) => faultLines(one).join('\n')),
          notes: row.notes ?? [],
        },
        ...(row.skipped !== undefined && { skipped: row.skipped }),
      });
    },
    end: (reports, { whole }) => {
      const rows = reports.flatMap((one) => one.rows);
      const ok = whole && rows.every((row) => stateOf(row) !== 'failed');
      write({ type: 'summary', ok, rows: rows.length });
    },
  };
}
