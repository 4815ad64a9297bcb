// trueup plan: what an apply would change; changes nothing itself.
import { Command } from 'commander';
import { exitCodeOf } from '../exit-code.js';
import { withRoles, withRunOptions, type RunOptions } from '../run-options.js';
import { startRun } from '../start-run.js';

const drift = 2;

/** Exit codes: 0 planned; 2 with `--detailed-exitcode` where something would change. */
export function planCommand(): Command {
  return withRoles(withRunOptions(new Command('plan')))
    .description('show what an apply would change; changes nothing')
    .option('--no-diff', 'leave out the differences of texts')
    .option('--detailed-exitcode', 'exit with 2 where something would change')
    .addHelpText(
      'after',
      '\nExamples:\n  trueup plan -i inventory/lab\n  trueup plan -i inventory/lab --limit web1 --role nginx\n  trueup plan --detailed-exitcode --output json   # a drift alarm',
    )
    .action(async (options: RunOptions & { readonly detailedExitcode?: true }) => {
      const { planFleet } = await import('../../lib/plan/plan-fleet.js');
      const run = await startRun(options);
      try {
        const { outcomes } = await planFleet(run.fleet, run.hosts, run.engine);
        const failed = exitCodeOf(outcomes.values());
        const differs = [...outcomes.values()].includes('changed');
        process.exitCode = failed === 0 && differs && options.detailedExitcode ? drift : failed;
      } finally {
        await run.finish();
      }
    });
}
