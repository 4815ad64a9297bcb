// What a run's hosts say, without the secrets that the run brings them.
import type { Fleet } from '../model/fleet.js';
import { concealing, discreet, secretsOf, type Conceal } from '../report/conceal.js';
import type { EngineOptions } from './engine-options.js';

/** Options whose listener hears errors without secrets. */
export function discreetly(fleet: Fleet, options: EngineOptions): EngineOptions {
  return { ...options, listener: discreet(options.listener, concealFor(fleet, options)) };
}

/** Knows the secrets of the inventory and those that the operator typed. */
export function concealFor(fleet: Fleet, { roles, connect }: EngineOptions): Conceal {
  return concealing(secretsOf(fleet, roles, [connect.password, connect.becomePassword]));
}
