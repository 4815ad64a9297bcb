// The resources that a plan must report: those tampered with, others that this affects, and those that watch them.
import { Unreadable, type Resource } from '../../model/resource.js';
import type { PlannedStep } from '../../plan/diff-host.js';
import { pathsOf } from '../tamper/tampering.js';

/** The ids that a plan must report, no more and no fewer. `said` is the output of the tamperings. */
export function whatFollows(
  tampered: readonly Resource[],
  said: string,
  steps: readonly PlannedStep[],
): readonly string[] {
  const fallen = new Set(said.split('\n').filter((line) => line !== ''));
  const resources = steps.map(({ declared }) => declared.resource);
  const hit = new Set(tampered.map(({ id }) => id));
  for (const { declared, have } of steps) {
    const { resource } = declared;
    // An affected resource may still be as declared: if /etc/localtime is missing, the time zone is also UTC.
    if (!fell(resource, fallen) || have instanceof Unreadable) continue;
    if (resource.type.diff(resource.want, have).length > 0) hit.add(resource.id);
  }
  for (const { declared, have, state } of steps) {
    const { type, want, id } = declared.resource;
    // A stamp also detects affected resources that are still as declared.
    const changed = (type.watch?.on(want) ?? []).filter(
      (watched) => hit.has(watched.id) || fell(watched, fallen),
    );
    if (changed.length === 0 || state === 'unknown' || type.watch?.afterwards) continue;
    const changes = [...type.diff(want, have), ...(type.watch?.follow?.(want, changed, have) ?? [])];
    if (changes.length > 0) hit.add(id);
  }
  return resources.map(({ id }) => id).filter((id) => hit.has(id));
}

function fell(resource: Resource, fallen: ReadonlySet<string>): boolean {
  if (fallen.has(`resource ${resource.id}`)) return true;
  // A command's condition may depend on anything that is affected.
  if (resource.type.type === 'command' && fallen.size > 0) return true;
  if (pathsOf(resource).some((path) => fallen.has(`path ${path}`))) return true;
  return resource.type.type === 'service' && fallen.has(`unit ${(resource.want as { unit: string }).unit}`);
}
