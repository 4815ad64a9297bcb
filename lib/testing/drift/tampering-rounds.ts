// Which tamperings are tried at the same time: those whose effects can be told apart, whatever happens to the others.
import type { Resource } from '../../model/resource.js';
import { pathsOf } from '../tamper/tampering.js';
import type { DriftCase } from './drift-case.js';

/** What a tampering can affect. */
interface Reach {
  /** Ids of the resource, and of all that watch it, directly or not. */
  readonly ids: ReadonlySet<string>;
  readonly paths: readonly string[];
}

/** All cases, each once: contained ones together with others that have nothing in common with them, the rest alone. */
export function roundsOf(
  cases: readonly DriftCase[],
  all: readonly Resource[],
): readonly (readonly DriftCase[])[] {
  const reaches = new Map(cases.map(({ resource }) => [resource, reachOf(resource, all)]));
  const rounds: DriftCase[][] = [];
  for (const one of cases) {
    const round = rounds.find((others) =>
      [one, ...others].every(
        (other) => other.tampering.contained === true && (other === one || areApart(reaches, one, other)),
      ),
    );
    if (round) round.push(one);
    else rounds.push([one]);
  }
  return rounds;
}

function reachOf(resource: Resource, all: readonly Resource[]): Reach {
  const ids = new Set([resource.id]);
  // The loop also visits ids that are added to the set meanwhile.
  for (const id of ids)
    for (const { id: watching, type, want } of all)
      if (type.watch?.on(want).some((watched) => watched.id === id)) ids.add(watching);
  return { ids, paths: pathsOf(resource) };
}

function areApart(reaches: ReadonlyMap<Resource, Reach>, one: DriftCase, other: DriftCase): boolean {
  const [left, right] = [reaches.get(one.resource), reaches.get(other.resource)];
  if (!left || !right || [...left.ids].some((id) => right.ids.has(id))) return false;
  return !left.paths.some((path) => right.paths.some((near) => isWithin(path, near) || isWithin(near, path)));
}

function isWithin(path: string, folder: string): boolean {
  return `${path}/`.startsWith(`${folder}/`);
}
