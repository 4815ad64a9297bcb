// trueup history: which runs changed the hosts, and what they changed.
import { Command } from 'commander';
import type { RunRecord } from '../../lib/model/record.js';
import { staysOf } from '../../lib/undo/rollback/rollback-plan.js';
import { askHosts } from '../run-script-on-hosts.js';
import { isRun } from '../../lib/undo/history/record-paths.js';
import { withRunOptions, type RunOptions } from '../run-options.js';
import { withRun } from '../run-with-view.js';

/** Prints a table of all runs, or the details of one run. */
export function historyCommand(): Command {
  return withRunOptions(new Command('history'))
    .description('list the runs that changed the hosts, with their time, user and commit')
    .argument('[what]', 'hosts (all, web*, lb:!lb2), or a run to show in detail', 'all')
    .addHelpText(
      'after',
      `
Each host keeps the last 20 runs that changed it. A + after the commit means uncommitted changes.

Examples:
  trueup history
  trueup history web1
  trueup history 20261123T071500.123Z-3f9c`,
    )
    .action(async (what: string, options: RunOptions) => {
      const { recordsQuestion } = await import('../../lib/undo/history/ask-records.js');
      const { readRecords } = await import('../../lib/undo/history/read-records.js');
      const { historyTable, runInDetail } = await import('../view/history-tables.js');
      const run = isRun(what) ? what : undefined;
      const known = new Map<string, readonly RunRecord[]>();
      process.exitCode = await withRun(
        options,
        { show: 'failures', pattern: run === undefined ? what : 'all', needs: 'connections' },
        async ({ hosts, engine, exit }) => {
          const asking = {
            command: 'history',
            script: recordsQuestion(),
            read: (host: string, answer: Parameters<typeof readRecords>[1]) => {
              const records = readRecords(host, answer);
              known.set(host, records);
              return records
                .filter(({ mark }) => run === undefined || mark.run === run)
                .map(
                  (record) => ({ ...record, type: 'record', host, steps: record.steps.map(told) }) as const,
                );
            },
            failed: () => false,
          } as const;
          await askHosts(hosts, asking, engine);
          const inOrder = new Map(hosts.flatMap(({ name }) => [[name, known.get(name) ?? []] as const]));
          const lines = run === undefined ? historyTable(inOrder) : runInDetail(inOrder, run);
          if (options.output !== 'json') for (const line of lines) process.stdout.write(`${line}\n`);
          return exit.code;
        },
      );
    });
}

function told(step: RunRecord['steps'][number]) {
  const { resource, role, changes, state } = step;
  return { resource, role, changes, state, stays: staysOf(step) };
}
