// Whether a unit has to be restarted or reloaded, because what it watches has changed since it loaded it.
import type { ServiceHave } from './read-services.js';
import type { ServiceChange } from './service-script.js';
import { mayDiffer } from './service-stamp.js';
import { inputsOf, type ServiceWant } from './service-want.js';

/** Paths that the unit hasn't loaded, and the reason. */
export function pending(
  want: ServiceWant,
  { inputs, stamp, canReload }: ServiceHave,
): readonly ServiceChange[] {
  if (!stamp)
    return [{ verb: 'run', key: 'adopt', what: 'recording of the loaded configuration, without a restart' }];
  const changed = (paths: readonly string[]): string[] =>
    paths.filter((path) => mayDiffer(stamp, path, inputs.get(path)));
  const restart = changed(inputsOf(want.restartOn));
  const reload = changed(inputsOf(want.reloadOn));
  // Without paths, it is unknown later whether this resource changed before the run died.
  const unsure = stamp.stale && (want.restartOn ?? []).some(({ type }) => type.paths === undefined);
  if (restart.length === 0 && reload.length === 0 && !stamp.stale) return [];
  const key = restart.length > 0 || unsure || !canReload ? 'restart' : 'reload';
  const causes = [...new Set([...restart, ...reload])].sort();
  return [
    { verb: 'run', key, to: causes.length > 0 ? causes.join(', ') : 'left pending by an interrupted run' },
  ];
}
