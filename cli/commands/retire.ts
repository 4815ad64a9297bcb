// trueup retire: removes what trueup created on a host, before the host leaves the inventory.
import { Command } from 'commander';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { confirm, isInteractive } from '../terminal-prompts.js';
import { builtinRoles } from '../builtin-roles.js';
import { withDatabases, type PruneOptions } from '../prune-option.js';
import { isForPrograms, withRunOptions, wholeRun, type RunOptions } from '../run-options.js';
import { withRun, type Run } from '../run-with-view.js';
import { waitSeconds, withWait, type WaitOption } from '../lock-wait-option.js';

type Options = RunOptions & WaitOption & PruneOptions & { readonly yes?: true };

/** Lists what will be removed and asks, unless `--yes` is given. Exit code 1 on a failure, or if the answer is no. */
export function retireCommand(): Command {
  return withDatabases(withWait(withRunOptions(new Command('retire'), wholeRun)))
    .description('remove what trueup created on a host, before the host leaves the inventory')
    .argument('<host>', 'the host, which must still be in the inventory')
    .option('-y, --yes', 'retire the host without asking for confirmation')
    .addHelpText(
      'after',
      `
Services that trueup started are stopped and disabled. Files, units, accounts and links that it created are removed, and
so are trueup's records on the host. Packages, databases, the firewall and files that trueup did not create are kept.
Roles and variables are ignored; only connection settings are used.

Afterwards, remove the host from the inventory and apply again, because the other hosts are still configured to use it.

Examples:
  trueup retire web9
  trueup retire db2 --drop-database shop`,
    )
    .action(async (name: string, options: Options) => {
      if (!options.yes && (!isInteractive() || isForPrograms(options.output)))
        throw new TrueupError('E_INPUT', 'retire cannot ask for confirmation without a terminal', {
          hint: 'Pass --yes. To see what would be removed, run the command in a terminal first.',
        });
      if (!options.yes && !(await agreed(name, options))) return;
      const { applyFleet } = await import('../../lib/converge/apply-fleet.js');
      // Loading the roles registers the types of the resources that are left on the host.
      await builtinRoles();
      const changes = {
        command: 'apply',
        words: `retire ${name}`,
        waitSeconds: waitSeconds(options),
      } as const;
      process.exitCode = await withRun(
        options,
        { show: 'events', pattern: name, needs: 'connections', changes },
        async (run) => {
          await applyFleet(run.fleet, only(run, name), { ...run.engine, ...pruning(options) });
          return run.exit.code === 0 ? forget(name, run) : run.exit.code;
        },
      );
    });
}

/** Shows what would be removed, and asks for confirmation. */
async function agreed(name: string, options: Options): Promise<boolean> {
  const { planFleet } = await import('../../lib/plan/plan-fleet.js');
  await builtinRoles();
  process.exitCode = await withRun(
    options,
    { show: 'events', pattern: name, needs: 'connections' },
    async (run) => {
      await planFleet(run.fleet, only(run, name), { ...run.engine, ...pruning(options) });
      return run.exit.code;
    },
  );
  if (process.exitCode !== 0) return false;
  if (await confirm(`Remove this and trueup's records from ${name}? Type "yes" to confirm: `)) return true;
  process.stderr.write('Nothing was changed.\n');
  process.exitCode = 1;
  return false;
}

function pruning({ dropDatabase: databases = [] }: Options): Pick<Run['engine'], 'prune'> {
  return { prune: { databases } };
}

/** Throws E_INPUT for a pattern that matches more than one host. */
function only({ hosts }: Run, name: string): Run['hosts'] {
  if (hosts.length === 1) return hosts;
  throw new TrueupError('E_INPUT', `retire accepts one host, but ${name} matches ${hosts.length}`, {
    hint: `Run the command once for each host: ${hosts.map((host) => host.name).join(', ')}.`,
  });
}

/** Removes the records only if the ledger is empty, because the ledger lists what would be left behind. */
async function forget(name: string, { hosts, engine, exit }: Run): Promise<number> {
  const { openHost } = await import('../../lib/engine/open-host.js');
  const { forgetHost, isForgotten } = await import('../../lib/undo/ledger/forget-host.js');
  for (const host of hosts) {
    const session = await openHost(host, engine);
    try {
      const [answer] = await session.run([forgetHost()], {
        onFailure: 'go on',
        secondsFor: () => 60,
        signal: engine.abort,
      });
      const text = isForgotten(host.name, answer)
        ? `Trueup's records were removed. Remove ${name} from the inventory, then apply to the other hosts.`
        : "Trueup's records were kept, because some of what it created could not be removed (see above).";
      engine.listener({ type: 'notice', host: host.name, text });
    } finally {
      await session.close();
    }
  }
  return exit.code;
}
