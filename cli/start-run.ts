// From options to a running engine: the fleet, the hosts, the view and the signals.
import { hintFor } from '../lib/inventory/schema/did-you-mean.js';
import { loadFleet, type LoadOptions } from '../lib/inventory/load-fleet.js';
import { select } from '../lib/inventory/patterns/select.js';
import { TrueupError } from '../lib/model/trueup-error.js';
import type { Fleet, Host, Place } from '../lib/model/fleet.js';
import type { RunMark } from '../lib/model/record.js';
import type { Role } from '../lib/model/role.js';
import { accountName, operatorHome } from '../lib/operator.js';
import { redactFor } from '../lib/engine/redact-for.js';
import type { EngineOptions } from '../lib/engine/engine-options.js';
import { redactError, redactEvents, type Redact } from '../lib/report/redact.js';
import { askPassphrase, somebodyIsThere } from './ask-person.js';
import { ExitCode } from './exit-code.js';
import { identitySettings } from './identity.js';
import { interruption } from './interruption.js';
import { inventoryFolder, isVagrants } from './inventory-folder.js';
import { packageRoot } from '../lib/package-root.js';
import { markRun } from './run-mark.js';
import type { RunOptions } from './run-options.js';
import { openView, type Show } from './view/open-view.js';

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
  /** `connections`: neither site.yml nor the roles' variables are looked at; absent: all of the inventory. */
  readonly needs?: 'connections';
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
  refuseHalfPruning(options);
  const roles = needs ? new Map<string, Role>() : (await import('../roles/registry.js')).roles;
  refuseUnknownRoles(options.role ?? [], [...roles.keys()]);
  const folder = inventoryFolder(options.inventory);
  // git is asked while the inventory is read.
  const mark = changes && markRun(changes.command, changes.words, folder);
  const generate: LoadOptions['generate'] = async (where, wish) => {
    const { makeAtFirstUse } = await import('./first-use.js');
    const made = await makeAtFirstUse(where, wish);
    // At once: what comes of the run is no matter.
    if (made.length > 0) process.stderr.write(`Created at first use: ${made.join(', ')}\n`);
  };
  const fleet = await loadFleet(folder, {
    roles,
    identity: identitySettings(options.identity),
    boxes: {
      all: isVagrants(options.inventory),
      find: async (where, wanted) => {
        const { findBoxes } = await import('../lib/vagrant/boxes.js');
        return findBoxes(wanted, { folder: where, env: process.env });
      },
    },
    ...(needs ? {} : { generate }),
    ...(needs && ({ site: 'ignored', missingSecrets: 'tolerated' } as const)),
    ...(pattern === undefined ? {} : { limit: pattern }),
  });
  const hosts = pattern === undefined ? fleet.hosts : select(fleet, pattern);
  const typed = await askPasswords(options);
  const placeOf = (host: string): Place | undefined => fleet.placeOf(host);
  const view = await openView(options, show, { inventory: folder, pattern, placeOf });
  const exit = new ExitCode();
  const listener: EngineOptions['listener'] = (event) => {
    exit.take(event);
    view.listener(event);
  };
  const agentSocket = process.env.SSH_AUTH_SOCK;
  const localUser = accountName() ?? process.env.USER;
  const connect: EngineOptions['connect'] = {
    home: operatorHome(),
    ...(localUser && { user: localUser }),
    acceptNew: options.acceptNew ?? false,
    ...typed,
    askPassphrase: oneAtATime((prompt) => view.aside(() => askPassphrase(prompt))),
    ...(agentSocket ? { agentSocket } : {}),
  };
  const redact = redactFor(fleet, { roles, connect });
  const { stop, abort, release } = interruption((text) => {
    listener({ type: 'notice', text });
  });
  const engine: EngineOptions = {
    forks: options.forks,
    roles,
    ...(options.prune ? { prune: { databases: options.dropDatabase ?? [] } } : {}),
    ...(options.role ? { only: options.role } : {}),
    connect,
    packageRoot,
    listener: redactEvents(listener, redact),
    ...(mark && { mark: await mark, waitSeconds: changes.waitSeconds }),
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

/** Once for all hosts, before anything is connected to. */
async function askPasswords({
  askPass,
  askBecomePass,
}: RunOptions): Promise<Pick<EngineOptions['connect'], 'password' | 'becomePassword'>> {
  if ((askPass ?? askBecomePass) && !somebodyIsThere()) {
    const hint = 'Put the password into a file and name it with `!file`.';
    throw new TrueupError('E_INPUT', 'there is no terminal to ask for a password on', { hint });
  }
  const password = askPass && (await askPassphrase('Login password'));
  const becomePassword = askBecomePass && (await askPassphrase('Sudo password'));
  return { ...(password && { password }), ...(becomePassword && { becomePassword }) };
}

/** A part of what is declared is no measure of what isn't. Throws E_INPUT. */
function refuseHalfPruning({ prune, role, dropDatabase }: RunOptions): void {
  if (prune && role)
    throw new TrueupError(
      'E_INPUT',
      '--prune needs everything that is declared: it cannot be combined with --role',
    );
  if (dropDatabase !== undefined && !prune) throw new TrueupError('E_INPUT', '--drop-database needs --prune');
}

function refuseUnknownRoles(wanted: readonly string[], roles: readonly string[]): void {
  const unknown = wanted.find((name) => !roles.includes(name));
  if (unknown === undefined) return;
  throw new TrueupError('E_INPUT', `--role ${unknown}: there is no such role`, {
    hint: hintFor(unknown, roles),
  });
}

/** There is one keyboard: hosts that need different keys wait for each other's question. */
function oneAtATime<Answer>(ask: (prompt: string) => Promise<Answer>): (prompt: string) => Promise<Answer> {
  let last: Promise<unknown> = Promise.resolve();
  return (prompt) => {
    const next = last.then(() => ask(prompt));
    last = next.catch(() => undefined);
    return next;
  };
}
