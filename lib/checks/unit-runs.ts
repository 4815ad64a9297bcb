// Checks that a systemd unit is active and starts at boot.
import type { Check } from '../model/check.js';
import { sh } from '../shell/sh.js';
import { couldNotLook } from './inconclusive-check.js';

type Shown = ReadonlyMap<string, string>;

/**
 * Checks that a systemd unit is active and starts at boot. If several names are given, the first one that exists on the host
 * is used. While one of the `sockets` that start the unit is listening, the unit need not be active, but it must not have
 * failed. It is enough that the unit or one of its sockets starts at boot. With `atBoot: 'any'`, neither has to.
 */
export function unitRuns(wish: {
  on: string;
  unit: string | readonly string[];
  sockets?: readonly string[];
  atBoot?: 'enabled' | 'any';
}): Check {
  const { on, sockets = [], atBoot = 'enabled' } = wish;
  const names = typeof wish.unit === 'string' ? [wish.unit] : wish.unit;
  const unit = names.join(' or ');
  return {
    title: `${unit} on ${on}${sockets.length > 0 ? ', or its socket,' : ''} is active${atBoot === 'enabled' ? ' and starts at boot' : ''}`,
    basic: true,
    // systemctl(1): `show` exits with 0 for a unit that doesn't exist, too.
    questions: [
      {
        on,
        script: sh`systemctl show -p LoadState,ActiveState,SubState,UnitFileState,Result -- ${[...names, ...sockets]}`,
      },
    ],
    judge([answer]) {
      // One block per unit, separated by empty lines.
      const blocks = (answer?.stdout ?? '').trim().split(/\n\n+/).map(properties);
      const [named, more] = [blocks.slice(0, names.length), blocks.slice(names.length)];
      const own = named.find((one) => one.get('LoadState') !== 'not-found') ?? named[0];
      const active = own?.get('ActiveState');
      if (!answer || answer.status !== 0 || !own || active === undefined) {
        throw couldNotLook(`systemctl on ${on} did not report the state of ${unit}`, answer);
      }
      if (!isUp(own) && (active === 'failed' || !more.some(isUp))) {
        return `the unit is ${active} (${own.get('SubState') ?? ''}, ${own.get('Result') ?? ''})`;
      }
      if (atBoot === 'any' || [own, ...more].some((one) => one.get('UnitFileState') === 'enabled'))
        return undefined;
      return `the unit is active, but ${own.get('UnitFileState') || 'not enabled'}`;
    },
  };
}

function properties(block: string): Shown {
  return new Map(block.split('\n').map((line) => line.split('=', 2) as [string, string]));
}

function isUp(shown: Shown): boolean {
  return /^(active|reloading|refreshing)$/.test(shown.get('ActiveState') ?? '');
}
