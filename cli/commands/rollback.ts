// trueup rollback: rolls the hosts back to their state before a run.
import { Command } from 'commander';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { checkRun } from '../../lib/undo/history/record-paths.js';
import type { RollbackPlan } from '../../lib/undo/rollback/rollback-plan.js';
import { confirm, isInteractive } from '../terminal-prompts.js';
import { isForPrograms, withRunOptions, wholeRun, type RunOptions } from '../run-options.js';
import { withRun } from '../run-with-view.js';
import { waitSeconds, withWait, type WaitOption } from '../lock-wait-option.js';

type Options = RunOptions & WaitOption & { readonly yes?: true };

/** Lists what can and can't be rolled back, and asks, unless `--yes` is given; without a terminal, requires `--yes`. */
export function rollbackCommand(): Command {
  return withWait(withRunOptions(new Command('rollback'), wholeRun))
    .description('roll the hosts back to their state before a run')
    .argument(
      '[run]',
      'the run to undo (see `trueup history`), together with all later runs (default: the last run)',
    )
    .option('-l, --limit <pattern>', 'only these hosts, for example web* or lb:!lb2')
    .option('-y, --yes', 'roll back without asking for confirmation')
    .addHelpText(
      'after',
      `
Files, units, releases, accounts, kernel parameters and grants are rolled back. Data, packages and secrets are not.
Changes that can't be rolled back are listed first. Roles and variables are ignored; only connection settings are used.

Examples:
  trueup rollback
  trueup rollback 20261123T071500.123Z-3f9c --limit web1`,
    )
    .action(async (run: string | undefined, options: Options) => {
      if (run !== undefined) checkRun(run);
      if (!options.yes && (!isInteractive() || isForPrograms(options.output))) {
        const hint = 'Review the output of `trueup history RUN`, then pass --yes.';
        const message = 'rollback cannot ask for confirmation without a terminal';
        throw new TrueupError('E_INPUT', message, { hint });
      }
      const shown = await look(run, options);
      if (!options.yes && !(await confirm('Roll back? Type "yes" to confirm: '))) {
        process.stderr.write('Nothing was changed.\n');
        process.exitCode = 1;
        return;
      }
      const { rollbackFleet } = await import('../../lib/converge/rollback-fleet.js');
      const changes = {
        command: 'rollback',
        words: shown.target,
        waitSeconds: waitSeconds(options),
      } as const;
      process.exitCode = await withRun(
        options,
        { show: 'events', needs: 'connections', changes },
        async ({ hosts, engine, exit }) => {
          if (engine.mark) await rollbackFleet(hosts, { ...shown, mark: engine.mark }, engine);
          return exit.code;
        },
      );
    });
}

/** Shows what would be rolled back. Throws E_INPUT if there is nothing to undo. */
async function look(
  run: string | undefined,
  options: Options,
): Promise<{ readonly target: string; readonly plans: ReadonlyMap<string, RollbackPlan> }> {
  const { recordsOfHosts } = await import('../../lib/engine/records-of-hosts.js');
  const { lastChange, planRollback } = await import('../../lib/undo/rollback/rollback-plan.js');
  const { rollbackInWords } = await import('../view/history-tables.js');
  return withRun(options, { show: 'failures', needs: 'connections' }, async ({ hosts, engine }) => {
    const quiet = { ...engine, listener: () => undefined };
    const records = await recordsOfHosts(hosts, quiet);
    const target = run ?? lastChange(records.values());
    const plans = new Map([...records].map(([host, own]) => [host, planRollback(own, target ?? '~')]));
    if (target === undefined || [...plans.values()].every(({ runs }) => runs.length === 0)) {
      const hint = 'List the runs with `trueup history`.';
      const message =
        run === undefined
          ? 'no run has made changes that can be rolled back'
          : `no host has a record of ${run} that can be rolled back`;
      throw new TrueupError('E_INPUT', message, { hint });
    }
    if (!isForPrograms(options.output))
      for (const line of rollbackInWords(plans)) process.stdout.write(`${line}\n`);
    return { target, plans };
  });
}
