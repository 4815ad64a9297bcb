// What a run must not let out.
import type { Fleet } from '../model/fleet.js';
import { concealing, secretsOf, type Conceal } from '../report/conceal.js';
import type { EngineOptions } from './engine-options.js';

/** Knows the secrets of the inventory and those that the operator typed. */
export function concealFor(
  fleet: Fleet,
  { roles, connect }: Pick<EngineOptions, 'roles' | 'connect'>,
): Conceal {
  return concealing(secretsOf(fleet, roles, [connect.password, connect.becomePassword]));
}
