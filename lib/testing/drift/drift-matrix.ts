// Tampers with everything that is declared on one host; unrelated resources are tampered with at the same time.
import type { Resource } from '../../model/resource.js';
import { chance, drawn } from '../seeded-random.js';
import type { HostBed } from '../try-resource-on-host.js';
import { tamperingsOf } from '../tamper/catalogue.js';
import type { Tamper } from '../tamper/tampering.js';
import type { Tried } from '../discovered-cases.js';
import type { DriftCase } from './drift-case.js';
import { roundsOf } from './tampering-rounds.js';
import { tryTogether } from './tamper-and-repair.js';

export interface DriftOptions {
  /** Maximum number of tamperings with one resource. */
  readonly most: number;
  readonly seed: number;
  /** How to tamper with types that aren't built in, by type. */
  readonly tamper?: Readonly<Record<string, Tamper<never>>>;
  /** Which resources are tampered with. Defaults to all. */
  readonly only?: (resource: Resource) => boolean;
  /** Called before each case. */
  readonly onCase?: (title: string) => void;
}

/** Tries tamperings with every resource; a resource without a known tampering is reported as untried. */
export async function driftMatrix(
  host: string,
  bed: HostBed,
  resources: readonly Resource[],
  { most, seed, tamper, only = () => true, onCase }: DriftOptions,
): Promise<readonly Tried[]> {
  // An effect isn't tampered with itself, but through the resources that it depends on.
  const tampered = resources.filter((one) => only(one) && !one.type.watch?.afterwards);
  const cases = tampered.flatMap((resource): readonly DriftCase[] => {
    const tamperings = tamperingsOf(resource, resources, tamper) ?? [];
    return drawn(tamperings, most, chance(seed, `${host} ${resource.id}`)).map((tampering) => ({
      ...{ title: `${resource.id}: ${tampering.how}`, resource, tampering },
    }));
  });
  const tried = new Map<DriftCase, Tried>();
  /** Returns false if the host can't be restored. */
  const tryRound = async (round: readonly DriftCase[]): Promise<boolean> => {
    for (const { title } of round) onCase?.(title);
    try {
      for (const one of await tryTogether(bed, resources, round))
        tried.set(one, { title: one.title, resource: one.resource.id });
      return true;
    } catch (fault) {
      const mended = await bed.converge(resources).catch(() => undefined);
      // When tried alone, each case shows whether the fault is its own.
      if (mended && round.length > 1) return tryRounds(round.map((one) => [one]));
      for (const one of round) tried.set(one, { title: one.title, resource: one.resource.id, fault });
      return mended !== undefined;
    }
  };
  const tryRounds = async (rounds: readonly (readonly DriftCase[])[]): Promise<boolean> => {
    for (const round of rounds) if (!(await tryRound(round))) return false;
    return true;
  };
  const finished = await tryRounds(roundsOf(cases, resources));
  return tampered.flatMap((resource): readonly Tried[] => {
    const own = cases.flatMap((one) => (one.resource === resource ? (tried.get(one) ?? []) : []));
    if (own.length > 0 || !finished) return own;
    return [{ title: resource.id, untried: `no tampering is defined for ${resource.id}` }];
  });
}
