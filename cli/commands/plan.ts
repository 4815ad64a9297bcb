// trueup plan: shows what an apply would change, without changing anything.
import { Command } from 'commander';
import { drift } from '../../lib/run/exit-code.js';
import { inventoriesOf } from '../../lib/run/find-inventories.js';
import { PlanDraft } from '../write-saved-plan.js';
import { withRunOptions, withSelection, withTelling, wholeRun, type RunOptions } from '../run-options.js';
import { withPruning } from '../prune-option.js';
import { withExtraVars } from '../extra-vars-option.js';
import { withRun } from '../run-with-view.js';

type Options = RunOptions & { readonly detailedExitcode?: true; readonly out?: string };

/** Exit code 0 if every host was planned; with `--detailed-exitcode`, 2 if something would change. */
export function planCommand(): Command {
  return withPruning(
    withTelling(withSelection(withExtraVars(withRunOptions(new Command('plan'), wholeRun))), 'shown'),
  )
    .description('show what an apply would change, without changing anything')
    .option('--detailed-exitcode', 'exit with status 2 if anything would change')
    .option('--out <file>', 'save the plan; `trueup apply FILE` makes exactly these changes, or none')
    .addHelpText(
      'after',
      `
Symbols: + create, ~ update, - remove, ! run, ? known only after an earlier change.

Examples:
  trueup plan -i inventory/lab
  trueup plan -i inventory/lab --limit web1 --role nginx
  trueup plan --detailed-exitcode --output json   # a drift alarm
  trueup plan --out today.plan && trueup apply today.plan`,
    )
    .action(async (options: Options) => {
      const { planFleet } = await import('../../lib/plan/plan-fleet.js');
      process.exitCode = await withRun(
        options,
        { show: 'events' },
        async ({ fleet, hosts, engine, exit }) => {
          const draft = options.out === undefined ? undefined : new PlanDraft();
          const { ok } = await planFleet(fleet, hosts, engine, draft);
          // A host that couldn't be planned would be missing from it, and a partial plan is useless.
          if (ok && options.out !== undefined)
            draft?.write(options.out, {
              ...options,
              // As given, including the prefix `vagrant:` if there is one.
              inventory: options.inventory ?? inventoriesOf(undefined),
            });
          return exit.code === 0 && exit.differs && options.detailedExitcode ? drift : exit.code;
        },
      );
    });
}
