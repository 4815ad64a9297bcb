// The seed of the faults.
import { chance as chanceOf, type Chance } from '../../lib/testing/seeded-random.js';

/** TRUEUP_FAULT_SEED, or the seed that CI uses. */
export function faultSeed(): number {
  const seed = Number(process.env.TRUEUP_FAULT_SEED ?? 20_241_107);
  if (!Number.isInteger(seed)) throw new Error('TRUEUP_FAULT_SEED is no whole number');
  return seed;
}

/** Chance by that seed. */
export function chance(salt: string): Chance {
  return chanceOf(faultSeed(), salt);
}
