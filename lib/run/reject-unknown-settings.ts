// Rejects unknown settings: without types, a misspelt `limit` would mean all hosts.
import { hintFor } from '../inventory/schema/did-you-mean.js';
import { TrueupError } from '../model/trueup-error.js';
import type { ApplySettings } from './run-settings.js';

/** The settings of all kinds of runs, because several runs may share the same settings. */
const known: Readonly<Record<keyof ApplySettings, true>> = {
  inventory: true,
  project: true,
  strict: true,
  identity: true,
  vault: true,
  extra: true,
  env: true,
  limit: true,
  roles: true,
  forks: true,
  connect: true,
  signal: true,
  abort: true,
  prune: true,
  waitSeconds: true,
};

/** Throws E_INPUT for the first unknown setting. */
export function checkSettings(settings: ApplySettings): void {
  const unknown = Object.keys(settings).find((key) => !Object.hasOwn(known, key));
  if (unknown === undefined) return;
  throw new TrueupError('E_INPUT', `${unknown}: unknown setting`, {
    hint: hintFor(unknown, Object.keys(known)),
  });
}
