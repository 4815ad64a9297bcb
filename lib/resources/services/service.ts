// The state of a systemd unit, which is reloaded or restarted when its configuration changes.
import type { Resource, ResourceType } from '../../model/resource.js';
import { sh, join } from '../../shell/sh.js';
import { defineResource } from '../define-resource.js';
import { isAnyUp, isUp, listening, readServices, unitsOf, type ServiceHave } from './read-services.js';
import { serviceTakeUp, undoService } from './reload-after-rollback.js';
import { stopForGood } from './stop-undeclared-service.js';
import { armAhead, confirmScript } from './restore-failed-service.js';
import { actionOf, mayLockOut, serviceScript, type ServiceChange } from './service-script.js';
import { pending } from './restart-or-reload.js';
import { markStale, marks, stampPath } from './service-stamp.js';
import { allInputs, startSecondsOf, watchesOf, type ServiceWant } from './service-want.js';
import { autoRevertIsArmed, revertNow } from '../../undo/triggers/auto-revert.js';
import { checkUnit } from './unit-name.js';

const serviceType: ResourceType<ServiceWant, ServiceHave, ServiceChange['key']> = {
  type: 'service',
  id: ({ unit }) => unit.replace(/\.service$/, ''),

  // systemctl(1): `show` also exits with 0 for unknown units; `is-enabled` exits with 1 if one isn't enabled, and
  // before systemd 252 prints nothing on stdout for unknown ones.
  probe(wants) {
    const units = unitsOf(wants);
    // An unconfirmed change will be reverted soon, so it counts as not loaded.
    const stamps = wants.map(
      ({ unit, lockOut }) => sh`echo '== stamp'; if [ -e ${stampPath(unit)} ]; then cat ${stampPath(unit)}; fi
${lockOut ? sh`if ${autoRevertIsArmed(unit)}; then echo stale; fi` : sh``}`,
    );
    return sh`
systemctl show --no-pager -p Id,ActiveState,UnitFileState,CanReload,Accept -- ${units}
echo '== enabled'
states=$(SYSTEMD_OFFLINE=1 systemctl is-enabled -- ${units} 2>/dev/null) || true
# shellcheck disable=SC2086 # one word for each
set -- $states
if [ $# = ${units.length} ]; then printf '%s\n' "$@"
else for unit in ${units}; do state=$(SYSTEMD_OFFLINE=1 systemctl is-enabled -- "$unit" 2>/dev/null) || true; printf '%s\n' "$state"; done; fi
echo '== inputs'
${marks([...new Set(wants.flatMap(allInputs))].sort())}
${join(stamps)}`;
  },

  read: (answer, wants) => readServices(answer, wants),

  diff(want, have) {
    const changes: ServiceChange[] = [];
    const { enabled, sockets } = have;
    const socket = listening(sockets);
    const active = socket?.active ?? have.active;
    // A unit that isn't needed may be masked.
    if (enabled.startsWith('masked') && socket?.each !== true && (want.enabled === true || want.running)) {
      changes.push({ verb: 'update', key: 'mask', from: enabled, to: 'unmasked' });
    }
    const starts = /^(enabled|enabled-runtime)$/.test(enabled);
    const atBoot = [have, ...sockets].some((one) => one.enabled === 'enabled');
    if (want.enabled !== 'as it is' && (want.enabled ? !atBoot : starts)) {
      changes.push({
        verb: 'update',
        key: 'boot',
        what: 'start at boot',
        from: socket?.enabled ?? enabled,
        to: want.enabled ? 'enabled' : 'disabled',
      });
    }
    if (want.running ? !isUp(active) : !/^(inactive|failed)$/.test(active)) {
      changes.push({ verb: 'update', key: 'state', from: active, to: want.running ? 'active' : 'inactive' });
    } else if (want.running && watchesOf(want).length > 0) {
      changes.push(...pending(want, have));
    }
    return changes;
  },

  apply: (want, have, changes) => serviceScript(want, have, changes, allInputs(want)),

  schedule: {
    // Time to start and, if that fails, to go back. A stand-in, or what is tried beforehand, may take as long to start.
    seconds: (want) => startSecondsOf(want) * (want.meanwhile ? 4 : 2) + 120,

    impact(want, have, changes) {
      const action = actionOf(want, changes);
      if (!isAnyUp(have) || action === 'adopt' || action === 'nothing') return undefined;
      return action === 'reload' ? 'renews' : 'interrupts';
    },
  },

  watch: {
    on: watchesOf,

    before(want) {
      if (!want.running) return sh``;
      const stale = markStale(want.unit, allInputs(want), want.sockets);
      return want.lockOut && want.sockets ? join([stale, armAhead(want)]) : stale;
    },

    follow(want, changed, have) {
      if (!want.running || !isAnyUp(have)) return [];
      if (have.stamp && pending(want, have).some(({ key }) => key === 'restart')) return [];
      const cold = changed.some(({ id }) => (want.restartOn ?? []).some((watched) => watched.id === id));
      const key = cold || !have.canReload ? 'restart' : 'reload';
      return [{ verb: 'run', key, to: changed.map(({ id }) => id).join(', ') }];
    },
  },

  undo: {
    removal: { forGood: true, leavesPackage: true },
    remove: stopForGood,
    // A unit that failed had been running before trueup started it.
    brings: ({ running }, changes) =>
      running && changes.some(({ key, from }) => key === 'boot' || (key === 'state' && from === 'inactive')),
    revert: (want, have, changes) => undoService(want, have, new Set(changes.map(({ key }) => key))),
    reload: serviceTakeUp,
    access(want, changes) {
      if (!want.lockOut) return undefined;
      return mayLockOut(want, changes)
        ? { confirm: confirmScript(want), undo: revertNow(want.unit) }
        : 'rollback';
    },
  },
};

const make = defineResource(serviceType);

/**
 * A change to a resource in `reloadOn` or `restartOn` counts as a difference until the unit has loaded the change, even
 * if the change was made in an earlier run. Throws E_INPUT for an invalid unit name.
 */
export function service(want: ServiceWant): Resource {
  return make({ ...want, unit: checkUnit(want.unit) });
}
