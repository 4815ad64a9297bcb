// What systemctl and the stamps said about units → data.
import type { Answer } from '../model/script.js';
import { readStamp, type Stamp } from './service-stamp.js';

export interface ServiceHave {
  /** As systemctl's ActiveState: `active`, `inactive`, `failed`, `activating`, … */
  readonly active: string;
  /** As `systemctl is-enabled`: `enabled`, `disabled`, `static`, `masked`, `not-found`, … */
  readonly enabled: string;
  readonly canReload: boolean;
  /** Marks of all inputs of all units, as they are on the disk. */
  readonly inputs: ReadonlyMap<string, string>;
  /** Absent where the unit was never (re)started or adopted by us. */
  readonly stamp?: Stamp;
}

/** Whether systemctl's ActiveState means that the unit runs. */
export const isUp = (active: string): boolean => /^(active|reloading|refreshing)$/.test(active);

/** One per unit, in order. The sections are those of the service's probe. Throws where systemctl gave no answer. */
export function readServices({ status, stdout }: Answer, count: number): readonly ServiceHave[] {
  if (status !== 0) throw new Error(`systemctl failed with status ${status}`);
  const [shown = '', enabled = '', inputs = '', ...stamps] = stdout.split(/^== .*\n/m);
  const blocks = shown.trim().split(/\n\n+/).map(properties);
  const states = enabled.replace(/\n$/, '').split('\n');
  if (blocks.length !== count || states.length !== count) {
    throw new Error(`systemctl told of ${blocks.length} and ${states.length} units instead of ${count}`);
  }
  const { marks } = readStamp(inputs);
  return blocks.map((block, at): ServiceHave => {
    const stamp = stamps[at] ?? '';
    // is-enabled says `alias` of a unit's other names; `show` follows the alias.
    const state = states[at] === 'alias' ? block.get('UnitFileState') : states[at];
    return {
      active: block.get('ActiveState') ?? 'unknown',
      enabled: state === undefined || state === '' ? 'not-found' : state,
      canReload: block.get('CanReload') === 'yes',
      inputs: marks,
      ...(stamp === '' ? {} : { stamp: readStamp(stamp) }),
    };
  });
}

function properties(block: string): ReadonlyMap<string, string> {
  return new Map(
    block.split('\n').map((line): [string, string] => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}
