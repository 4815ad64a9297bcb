// From a command's options to a running engine, one part after another.
import { select } from '../lib/inventory/patterns/select.js';
import type { LoadedFleet } from '../lib/inventory/loaded-fleet.js';
import { extraInWords } from '../lib/explain/extra-in-words.js';
import type { EngineOptions } from '../lib/engine/engine-options.js';
import { redactFor } from '../lib/engine/redact-for.js';
import type { Fleet, Host } from '../lib/model/fleet.js';
import type { RunMark } from '../lib/model/record.js';
import type { TrueupError } from '../lib/model/trueup-error.js';
import { packageRoot } from '../lib/package-root.js';
import { redactError, redactEvents, type Redact } from '../lib/report/redact.js';
import { ExitCode } from './exit-code.js';
import { interruption } from './interruption.js';
import { inventoriesInWords, inventoriesOf } from './inventory-option.js';
import { askPasswords, connectOptions } from './login-options.js';
import { builtinRoles, checkRoleNames, openFleet, type Needs } from './open-fleet.js';
import { pruneOf } from './prune-option.js';
import { markRun } from './run-mark.js';
import type { RunOptions } from './run-options.js';
import { openView, type Show } from './view/open-view.js';
import { freshWarnings, warningInWords, warnOnStderr } from './warnings.js';

export interface Run {
  readonly fleet: Fleet;
  readonly hosts: readonly Host[];
  readonly engine: EngineOptions;
  readonly exit: ExitCode;
  /** For what a command prints past the listener, which redacts by itself. */
  readonly redact: Redact;
}

export interface Undertaking {
  readonly show: Show;
  readonly pattern?: string | undefined;
  readonly needs?: Needs;
  /** Given by commands that change hosts. */
  readonly changes?: {
    readonly command: RunMark['command'];
    /** What was asked for, for the record. */
    readonly words: string;
    readonly waitSeconds: number;
  };
}

/**
 * Works with the engine, and leaves the view and the signals tidy whatever happens. Throws InputErrors before
 * anything is connected to. No event and no error that comes out of it holds a secret of the fleet. `pattern` stands for `--limit` where a command takes it as an argument.
 */
export async function withRun<Result>(
  options: RunOptions,
  { show, pattern = options.limit, needs, changes }: Undertaking,
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const prune = pruneOf(options, options.role);
  const builtin = needs === 'connections' ? new Map<never, never>() : await builtinRoles();
  const inventories = inventoriesOf(options.inventory);
  // git is asked while the inventory is read.
  const mark = changes && markRun(changes.command, changes.words, inventories);
  const warnings: TrueupError[] = [];
  const onWarning = (warning: TrueupError): void => void warnings.push(warning);
  const fleet = await openFleet(options, { roles: builtin, needs, pattern, onWarning }).catch(
    async (error: unknown) => {
      // There will be no run whose event they could be.
      warnings.forEach(warnOnStderr);
      if (options.output === 'github') {
        const { annotateWarnings } = await import('./view/github/annotate-warnings.js');
        annotateWarnings(warnings, (line) => void process.stdout.write(`${line}\n`));
      }
      throw error;
    },
  );
  const untold = [...freshWarnings(warnings)];
  const { roles } = fleet;
  if (needs !== 'connections') checkRoleNames(options.role ?? [], roles);
  const hosts = pattern === undefined ? fleet.hosts : select(fleet, pattern);
  const passwords = await askPasswords(options);
  const view = await openView(options, show, {
    inventory: inventoriesInWords(inventories),
    pattern,
    diff: options.diff,
    placeOf: (host) => fleet.placeOf(host),
    warnings: [...untold],
  });
  const exit = new ExitCode();
  const listener: EngineOptions['listener'] = (event) => {
    exit.take(event);
    view.listener(event);
    // The first event says what the run is.
    for (const warning of untold.splice(0)) view.listener({ type: 'notice', text: warningInWords(warning) });
  };
  const connect = connectOptions(options, passwords, view.aside);
  const redact = redactFor(fleet, { roles, connect });
  const { stop, abort, release } = interruption((text) => {
    listener({ type: 'notice', text });
  });
  const engine: EngineOptions = {
    forks: options.forks,
    roles,
    ...prune,
    ...(options.role ? { only: options.role } : {}),
    connect,
    packageRoot,
    listener: redactEvents(listener, redact),
    ...(mark && {
      mark: withExtra(await mark, options.extraVars ?? [], fleet, redact),
      waitSeconds: changes.waitSeconds,
    }),
    stop,
    abort,
  };
  try {
    return await work({ fleet, hosts, engine, exit, redact });
  } catch (error) {
    throw redactError(error, redact);
  } finally {
    await view.end();
    release();
  }
}

/** The record's words tell the variables of the run, too. */
function withExtra(mark: RunMark, extra: readonly string[], fleet: LoadedFleet, redact: Redact): RunMark {
  if (extra.length === 0) return mark;
  const given = extraInWords(extra, fleet, redact);
  return { ...mark, words: [mark.words ?? '', given].filter((text) => text !== '').join(' ') };
}
