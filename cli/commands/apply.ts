// trueup apply: brings the hosts to their declared state.
import { Command } from 'commander';
import { TrueupError } from '../../lib/model/trueup-error.js';
import type { RunResult } from '../../lib/plan/engine-options.js';
import { confirm } from '../confirm.js';
import { exitCodeOf } from '../exit-code.js';
import { withRoles, withRunOptions, type RunOptions } from '../run-options.js';
import { startRun } from '../start-run.js';

type Options = RunOptions & { readonly yes?: true };

/** On a terminal it shows its plan and asks first, unless `--yes`; without a terminal it wants `--yes`. */
export function applyCommand(): Command {
  return withRoles(withRunOptions(new Command('apply')))
    .description('bring the hosts to their declared state; only what differs is changed')
    .option('-y, --yes', 'apply without asking')
    .option('--diff', 'show the differences of texts as they are applied')
    .addHelpText(
      'after',
      '\nExamples:\n  trueup apply -i inventory/lab\n  trueup apply -i inventory/lab --yes --limit lb2\n  trueup apply --yes --output json > run.ndjson',
    )
    .action(async (options: Options) => {
      if (!options.yes) {
        const hint = 'look with `trueup plan`, then say --yes';
        if (!process.stdin.isTTY)
          throw new TrueupError(
            'E_INPUT',
            'apply asks before it changes anything, and here is nobody to ask',
            { hint },
          );
        const planned = await plan(options);
        const code = exitCodeOf(planned.outcomes.values());
        if (code !== 0) {
          process.exitCode = code;
          return;
        }
        if (![...planned.outcomes.values()].includes('changed')) return;
        if (!(await confirm('Apply this? Only yes is yes: '))) return;
      }
      process.exitCode = exitCodeOf((await apply(options)).outcomes.values());
    });
}

async function plan(options: Options): Promise<RunResult> {
  const { planFleet } = await import('../../lib/plan/plan-fleet.js');
  const run = await startRun({ ...options, diff: true });
  try {
    return await planFleet(run.fleet, run.hosts, run.engine);
  } finally {
    await run.finish();
  }
}

async function apply(options: Options): Promise<RunResult> {
  const { applyFleet } = await import('../../lib/converge/apply-fleet.js');
  const run = await startRun(options);
  try {
    return await applyFleet(run.fleet, run.hosts, run.engine);
  } finally {
    await run.finish();
  }
}
