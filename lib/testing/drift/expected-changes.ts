// What a plan names beside the resources that were tampered with: computed from what falls with them and who watches them.
import { Unreadable, type Resource } from '../../model/resource.js';
import type { PlannedStep } from '../../plan/diff-host.js';
import { pathsOf } from '../tamper/tampering.js';

/** The ids that a plan must name, no more and no fewer. `said` is what the tamperings printed. */
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
    // What fell may be as declared all the same: no /etc/localtime is UTC, too.
    if (!fell(resource, fallen) || have instanceof Unreadable) continue;
    if (resource.type.diff(resource.want, have).length > 0) hit.add(resource.id);
  }
  for (const { declared, have, state } of steps) {
    const { type, want, id } = declared.resource;
    // A stamp notices also what fell and is as declared all the same.
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
  // A command's condition may ask about whatever fell.
  if (resource.type.type === 'command' && fallen.size > 0) return true;
  if (pathsOf(resource).some((path) => fallen.has(`path ${path}`))) return true;
  return resource.type.type === 'service' && fallen.has(`unit ${(resource.want as { unit: string }).unit}`);
}
