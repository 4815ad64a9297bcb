// Opens a run from its settings: first the inventory and the hosts, then the engine.
import type { EngineOptions } from '../engine/engine-options.js';
import { redactFor } from '../engine/secrets-to-redact.js';
import { extraInWords } from '../explain/describe-extra-vars.js';
import type { LoadedFleet } from '../inventory/loaded-fleet.js';
import { select } from '../inventory/patterns/select-hosts.js';
import type { Host } from '../model/fleet.js';
import type { RunMark } from '../model/record.js';
import { TrueupError } from '../model/trueup-error.js';
import { accountName, operatorHome } from '../operator.js';
import { packageRoot } from '../package-root.js';
import { redactEvents, type Redact } from '../report/redact.js';
import type { ConnectOptions } from '../ssh/link/connect-options.js';
import { inventoriesOfRun } from './find-inventories.js';
import { environmentOfPrograms } from './environment-settings.js';
import { checkRoleNames, openFleet, type Wanted } from './open-fleet.js';
import { markRun, type Changes } from './operator-and-commit.js';
import type { ApplySettings, ConnectSettings, RunSettings } from './run-settings.js';

/** The fleet and the hosts of a run. */
export interface OpenRun {
  readonly fleet: LoadedFleet;
  readonly hosts: readonly Host[];
  readonly mark?: RunMark;
}

/** Reads the inventory, without connecting to any host. Throws InputErrors. */
export async function openRun(
  settings: ApplySettings,
  { changes, ...wanted }: Wanted & { readonly changes?: Changes | undefined },
): Promise<OpenRun> {
  checkSettings(settings);
  const { limit = wanted.pattern, roles: only = [] } = settings;
  const env = environmentOfPrograms(settings.env);
  // git runs while the inventory is being read.
  const mark = changes && markRun(changes, inventoriesOfRun(settings), env);
  const fleet = await openFleet(settings, { ...wanted, pattern: limit });
  if (wanted.needs !== 'connections') checkRoleNames(only, fleet.roles);
  const hosts = limit === undefined ? fleet.hosts : select(fleet, limit);
  return { fleet, hosts, ...(mark && { mark: await mark }) };
}

/** The engine's events contain no secrets of the fleet; `redact` is for all other output of the run. */
export function engineOf(
  { fleet, mark }: OpenRun,
  { forks = 20, roles: only, prune = false, waitSeconds = 0, connect: given, env, extra = [] }: ApplySettings,
  { listener, stop, abort }: Pick<EngineOptions, 'listener' | 'stop' | 'abort'>,
): { readonly engine: EngineOptions; readonly redact: Redact } {
  const { roles } = fleet;
  const connect = connectOptions(given, env);
  const redact = redactFor(fleet, { roles, connect });
  const engine = {
    ...{ forks, roles, connect, packageRoot, stop, abort },
    ...(only && { only }),
    ...(prune && { prune: prune === true ? { databases: [] } : prune }),
    ...(mark && { mark: withExtra(mark, extra, fleet, redact), waitSeconds }),
    listener: redactEvents(listener, redact),
  };
  return { engine, redact };
}

/** Adds the variables that were given for the run to the `words` of the record. */
function withExtra(mark: RunMark, extra: readonly string[], fleet: LoadedFleet, redact: Redact): RunMark {
  if (extra.length === 0) return mark;
  const given = extraInWords(extra, fleet, redact);
  return { ...mark, words: [mark.words ?? '', given].filter((text) => text !== '').join(' ') };
}

function checkSettings({ forks = 1, prune, roles }: ApplySettings): void {
  if (!Number.isInteger(forks) || forks < 1)
    throw new TrueupError(
      'E_INPUT',
      `forks: ${forks} is not a valid number of hosts to work on in parallel`,
      {
        hint: 'It must be a positive integer.',
      },
    );
  if (prune && roles)
    throw new TrueupError(
      'E_INPUT',
      'prune removes what is no longer declared, so it needs the declarations of all roles and cannot be combined with roles',
    );
}

function connectOptions(given: ConnectSettings = {}, env: RunSettings['env']): ConnectOptions {
  const user = accountName() ?? env?.['USER'];
  const agentSocket = env?.['SSH_AUTH_SOCK'];
  return {
    home: operatorHome(),
    acceptNew: false,
    memory: new Map(),
    ...(env && { environment: environmentOfPrograms(env) }),
    ...(user && { user }),
    ...(agentSocket && { agentSocket }),
    ...given,
  };
}
