// trueup apply: brings the hosts to their declared state.
import { Command } from 'commander';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { confirm, isInteractive } from '../terminal-prompts.js';
import type { PlanFile } from '../../lib/plan/saved-plan-json.js';
import type { ExitCode } from '../../lib/run/exit-code.js';
import { wordsOf } from '../../lib/run/recorded-options.js';
import { openPlanFile } from '../open-saved-plan.js';
import {
  isForPrograms,
  withRunOptions,
  withSelection,
  withTelling,
  wholeRun,
  type RunOptions,
} from '../run-options.js';
import { pruneOf, withPruning } from '../prune-option.js';
import { withExtraVars } from '../extra-vars-option.js';
import { withRun } from '../run-with-view.js';
import { waitSeconds, withWait, type WaitOption } from '../lock-wait-option.js';

type Options = RunOptions & WaitOption & { readonly yes?: true };

/** In a terminal, shows the plan and asks first, unless `--yes` is given; without a terminal, requires `--yes`. */
export function applyCommand(): Command {
  return withPruning(
    withWait(
      withTelling(withSelection(withExtraVars(withRunOptions(new Command('apply'), wholeRun))), 'hidden'),
    ),
  )
    .description('bring the hosts to their declared state, changing only what differs')
    .argument('[plan]', 'a plan saved by `trueup plan --out`; applied exactly as saved, or not at all')
    .option('-y, --yes', 'apply without showing the plan or asking for confirmation')
    .addHelpText(
      'after',
      `
In a terminal, apply shows the plan and asks for confirmation. Press Ctrl-C once to stop after the running steps, twice to stop immediately.

Examples:
  trueup apply -i inventory/lab
  trueup apply -i inventory/lab --yes --limit lb2
  trueup apply --yes --output json > run.ndjson
  trueup apply today.plan --yes
  trueup apply --prune`,
    )
    .action(async (path: string | undefined, given: Options) => {
      const file = path === undefined ? undefined : await openPlanFile(path);
      const options = file ? boundBy(file, given) : given;
      if (!options.yes && !(await agreed(options))) return;
      const { applyFleet } = await import('../../lib/converge/apply-fleet.js');
      const { SavedPlan } = await import('../../lib/converge/enforce-saved-plan.js');
      const { limit, role: roles } = options;
      const asked = { ...pruneOf(options, roles), ...(limit && { limit }), ...(roles && { roles }) };
      process.exitCode = await withRun(
        options,
        {
          show: 'events',
          changes: { command: 'apply', words: path ?? wordsOf(asked), waitSeconds: waitSeconds(options) },
        },
        async ({ fleet, hosts, engine, exit }) => {
          await applyFleet(fleet, hosts, engine, file && new SavedPlan(file.hosts, file.salt));
          return exit.code;
        },
      );
    });
}

/** A saved plan determines its hosts and roles, so options for these could only contradict it. Throws E_INPUT. */
function boundBy({ hosts, inventory, roles, prune }: PlanFile, given: Options): Options {
  if (given.limit !== undefined || given.role !== undefined || given.prune)
    throw new TrueupError(
      'E_INPUT',
      'a saved plan is always applied as a whole, so pass --limit, --role and --prune to `plan` instead',
    );
  const limit = hosts.map(({ host }) => host).join(',');
  return {
    ...given,
    ...{ limit, inventory: given.inventory ?? [inventory].flat() },
    ...(roles && { role: roles }),
    ...(prune && { prune: true, dropDatabase: prune }),
  };
}

/** Shows the plan and asks for confirmation. Sets the exit code to 1 if the answer is no, else to that of the plan. */
async function agreed(options: Options): Promise<boolean> {
  if (!isInteractive() || isForPrograms(options.output)) {
    const hint = 'Review the output of `trueup plan`, then pass --yes.';
    throw new TrueupError('E_INPUT', 'apply cannot ask for confirmation without a terminal', {
      hint,
    });
  }
  const planned = await plan(options);
  process.exitCode = planned.code;
  if (planned.code !== 0 || !planned.differs) return false;
  if (await confirm('Apply? Type "yes" to confirm: ')) return true;
  process.stderr.write('Nothing was changed.\n');
  // The requested changes weren't made, so a script must not continue as if they were.
  process.exitCode = 1;
  return false;
}

async function plan(options: Options): Promise<ExitCode> {
  const { planFleet } = await import('../../lib/plan/plan-fleet.js');
  return withRun(options, { show: 'events' }, async ({ fleet, hosts, engine, exit }) => {
    await planFleet(fleet, hosts, engine);
    return exit;
  });
}
