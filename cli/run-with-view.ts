// From a command's options to a run, shown as it happens and stopped by signals.
import type { EngineOptions } from '../lib/engine/engine-options.js';
import type { Fleet, Host } from '../lib/model/fleet.js';
import type { TrueupError } from '../lib/model/trueup-error.js';
import { redactError, type Redact } from '../lib/report/redact.js';
import { ExitCode } from '../lib/run/exit-code.js';
import { inventoriesOfRun } from '../lib/run/find-inventories.js';
import { warningInWords } from '../lib/run/notices-before-run.js';
import type { Needs } from '../lib/run/open-fleet.js';
import { engineOf, openRun } from '../lib/run/open-run.js';
import type { Changes } from '../lib/run/operator-and-commit.js';
import { builtinRoles } from './builtin-roles.js';
import { interruption } from './interrupt-signals.js';
import { inventoriesInWords } from './inventory-option.js';
import { inventorySettings } from './inventory-settings.js';
import { askPasswords, connectSettings } from './login-options.js';
import { pruneOf } from './prune-option.js';
import type { RunOptions } from './run-options.js';
import { openView, type Show } from './view/choose-view.js';
import { freshWarnings, tellMade, warnOnStderr } from './inventory-warnings.js';

export interface Run {
  readonly fleet: Fleet;
  readonly hosts: readonly Host[];
  readonly engine: EngineOptions;
  readonly exit: ExitCode;
  /** For what a command prints without the listener, whose events are already redacted. */
  readonly redact: Redact;
}

export interface Undertaking {
  readonly show: Show;
  readonly pattern?: string | undefined;
  readonly needs?: Needs;
  /** Set by commands that change hosts. */
  readonly changes?: Changes & { readonly waitSeconds: number };
}

/**
 * Runs `work` with the engine; afterwards, closes the view and removes the signal handlers in any case. Throws
 * InputErrors before connecting to any host. Its events and errors contain no secrets of the fleet. `pattern` replaces
 * `--limit` for commands that take it as an argument.
 */
export async function withRun<Result>(
  options: RunOptions,
  { show, pattern = options.limit, needs, changes }: Undertaking,
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const settings = {
    ...inventorySettings(options),
    ...pruneOf(options, options.role),
    ...(pattern !== undefined && { limit: pattern }),
    ...(options.role && { roles: options.role }),
    ...(changes && { waitSeconds: changes.waitSeconds }),
    forks: options.forks,
  };
  const warnings: TrueupError[] = [];
  const opened = await openRun(settings, {
    ...{ needs, changes },
    builtin: needs === 'connections' ? new Map<never, never>() : await builtinRoles(),
    onWarning: (warning) => void warnings.push(warning),
    onMade: tellMade,
  }).catch(async (error: unknown) => {
    // There will be no run to report them as events.
    warnings.forEach(warnOnStderr);
    if (options.output === 'github') {
      const { annotateWarnings } = await import('./view/github/annotate-warnings.js');
      annotateWarnings(warnings, (line) => void process.stdout.write(`${line}\n`));
    }
    throw error;
  });
  const { fleet, hosts } = opened;
  const untold = [...freshWarnings(warnings)];
  const passwords = await askPasswords(options);
  const view = await openView(options, show, {
    inventory: inventoriesInWords(inventoriesOfRun(settings)),
    pattern,
    diff: options.diff,
    placeOf: (host) => fleet.placeOf(host),
    warnings: [...untold],
  });
  const exit = new ExitCode();
  const listener: EngineOptions['listener'] = (event) => {
    exit.take(event);
    view.listener(event);
    // Not earlier, because the first event must identify the run.
    for (const warning of untold.splice(0)) view.listener({ type: 'notice', text: warningInWords(warning) });
  };
  const { stop, abort, release } = interruption((text) => {
    listener({ type: 'notice', text });
  });
  const connect = connectSettings(options, passwords, view.aside);
  const { engine, redact } = engineOf(opened, { ...settings, connect }, { listener, stop, abort });
  try {
    return await work({ fleet, hosts, engine, exit, redact });
  } catch (error) {
    // A run that was refused before it started has no event after which they could be reported.
    for (const warning of untold.splice(0)) process.stderr.write(`${warningInWords(warning)}\n`);
    throw redactError(error, redact);
  } finally {
    await view.end();
    release();
  }
}
