// A systemd unit is active, and starts at boot.
import type { Check } from '../model/check.js';
import { sh } from '../shell/sh.js';
import { couldNotLook } from './could-not-look.js';

/**
 * `atBoot: 'any'` leaves open whether it starts at boot (a unit that a socket starts). Of several names of what may be
 * one thing, the first that the host knows counts.
 */
export function unitRuns(wish: {
  on: string;
  unit: string | readonly string[];
  atBoot?: 'enabled' | 'any';
}): Check {
  const { on, atBoot = 'enabled' } = wish;
  const units = typeof wish.unit === 'string' ? [wish.unit] : wish.unit;
  const unit = units.join(' or ');
  return {
    title: `${unit} of ${on} is active${atBoot === 'enabled' ? ' and starts at boot' : ''}`,
    // systemctl(1): `show` exits with 0 for a unit that doesn't exist, too.
    questions: [
      { on, script: sh`systemctl show -p LoadState,ActiveState,SubState,UnitFileState,Result -- ${units}` },
    ],
    judge([answer]) {
      // A block per unit, with an empty line between.
      const blocks = (answer?.stdout ?? '').trim().split(/\n\n+/).map(readBlock);
      const said: ReadonlyMap<string, string> =
        blocks.find((block) => block.get('LoadState') !== 'not-found') ?? blocks[0] ?? readBlock('');
      const active = said.get('ActiveState');
      if (!answer || answer.status !== 0 || active === undefined) {
        throw couldNotLook(`systemctl on ${on} gave no state of ${unit}`, answer);
      }
      if (!/^(active|reloading|refreshing)$/.test(active)) {
        return `it is ${active} (${said.get('SubState') ?? ''}, ${said.get('Result') ?? ''})`;
      }
      const boot = said.get('UnitFileState') ?? '';
      return atBoot === 'any' || boot === 'enabled'
        ? undefined
        : `it is active, but ${boot || 'not enabled'}`;
    },
  };
}

function readBlock(text: string): ReadonlyMap<string, string> {
  return new Map(text.split('\n').map((line) => line.split('=', 2) as [string, string]));
}
