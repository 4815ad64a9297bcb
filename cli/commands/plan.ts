// trueup plan: what an apply would change; changes nothing itself.
import { Command } from 'commander';
import { drift } from '../exit-code.js';
import { withRunOptions, withSelection, withTelling, type RunOptions } from '../run-options.js';
import { withRun } from '../start-run.js';

type Options = RunOptions & { readonly detailedExitcode?: true };

/** Exit codes: 0 planned; 2 with `--detailed-exitcode` where something would change. */
export function planCommand(): Command {
  return withTelling(withSelection(withRunOptions(new Command('plan'))), 'shown')
    .description('show what an apply would change; changes nothing')
    .option('--detailed-exitcode', 'exit with 2 where something would change')
    .addHelpText(
      'after',
      `
Signs: + create, ~ update, - remove, ! run, ? known only after an earlier change.

Examples:
  trueup plan -i inventory/lab
  trueup plan -i inventory/lab --limit web1 --role nginx
  trueup plan --detailed-exitcode --output json   # a drift alarm`,
    )
    .action(async (options: Options) => {
      const { planFleet } = await import('../../lib/plan/plan-fleet.js');
      process.exitCode = await withRun(
        options,
        { show: 'events' },
        async ({ fleet, hosts, engine, exit }) => {
          await planFleet(fleet, hosts, engine);
          return exit.code === 0 && exit.differs && options.detailedExitcode ? drift : exit.code;
        },
      );
    });
}
