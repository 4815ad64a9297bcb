// The number of the application's worker processes.
import type { Facts } from '../../lib/kit.js';
import type { AppserverVars } from './vars.js';

/** The declared number, or else two per processor plus one, at most 8, and at most one per 100 MiB of memory. */
export function workerCount({ workers, memory_max_mib }: AppserverVars, { cpus }: Facts): number {
  return workers ?? Math.max(1, Math.min(2 * cpus + 1, Math.floor(memory_max_mib / 100), 8));
}
