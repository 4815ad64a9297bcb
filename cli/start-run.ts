// From options to a running engine: the fleet, the hosts, the view and the signals.
import { homedir, userInfo } from 'node:os';
import { loadFleet } from '../lib/inventory/load-fleet.js';
import { select } from '../lib/inventory/select.js';
import { TrueupError } from '../lib/model/trueup-error.js';
import type { Fleet, Host } from '../lib/model/fleet.js';
import type { EngineOptions } from '../lib/plan/engine-options.js';
import { askPassphrase } from './ask-passphrase.js';
import { interruption } from './interruption.js';
import { inventoryFolder } from './inventory-folder.js';
import { packageRoot } from './package-root.js';
import type { RunOptions } from './run-options.js';
import { openView } from './view/open-view.js';
import type { View } from './view/view.js';

export interface Run {
  readonly fleet: Fleet;
  readonly hosts: readonly Host[];
  readonly engine: EngineOptions;
  readonly view: View;
  /** Ends the view and gives back the signals. */
  finish(): Promise<void>;
}

/** Throws InputErrors before anything is connected to. `pattern` stands for `--limit` where a command takes one. */
export async function startRun(options: RunOptions, pattern = options.limit): Promise<Run> {
  const { roles } = await import('../roles/registry.js');
  const fleet = await loadFleet(inventoryFolder(options.inventory), {
    roles,
    ...(pattern === undefined ? {} : { limit: pattern }),
  });
  const unknown = options.role?.find((name) => !roles.has(name));
  if (unknown !== undefined) {
    throw new TrueupError('E_INPUT', `there is no role ${unknown}`, {
      hint: `there are ${[...roles.keys()].join(', ')}`,
    });
  }
  const view = await openView(options);
  const signals = interruption((text) => {
    view.listener({ type: 'notice', text });
  });
  const agentSocket = process.env.SSH_AUTH_SOCK;
  const engine: EngineOptions = {
    forks: options.forks,
    roles,
    ...(options.role ? { only: options.role } : {}),
    connect: {
      home: homedir(),
      user: userInfo().username,
      acceptNew: options.acceptNew ?? false,
      askPassphrase,
      ...(agentSocket ? { agentSocket } : {}),
    },
    packageRoot,
    listener: view.listener,
    stop: signals.stop,
    abort: signals.abort,
  };
  return {
    fleet,
    hosts: pattern === undefined ? fleet.hosts : select(fleet, pattern),
    engine,
    view,
    async finish() {
      await view.end();
      signals.release();
    },
  };
}
