// A systemd unit is active, and starts at boot.
import type { Check } from '../model/check.js';
import { sh } from '../shell/sh.js';
import { couldNotLook } from './could-not-look.js';

/** `atBoot: 'any'` leaves open whether it starts at boot (a unit that a socket starts). */
export function unitRuns(wish: { on: string; unit: string; atBoot?: 'enabled' | 'any' }): Check {
  const { on, unit, atBoot = 'enabled' } = wish;
  return {
    title: `${unit} of ${on} is active${atBoot === 'enabled' ? ' and starts at boot' : ''}`,
    // systemctl(1): `show` exits with 0 for a unit that doesn't exist, too.
    questions: [{ on, script: sh`systemctl show -p ActiveState,SubState,UnitFileState,Result -- ${unit}` }],
    judge([answer]) {
      const said = new Map(answer?.stdout.split('\n').map((line) => line.split('=', 2) as [string, string]));
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
