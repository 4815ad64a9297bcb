// Reads unquoted YAML words the way Ansible does, and refuses those that two readers take differently.
import type { Scalar } from 'yaml';
import type { Place } from '../../model/fleet.js';
import type { Problems } from './problems.js';

const yes = new Set(['yes', 'Yes', 'YES', 'on', 'On', 'ON']);
const no = new Set(['no', 'No', 'NO', 'off', 'Off', 'OFF']);

/** The value of a scalar without quotes. */
export function scalarOf(node: Scalar, place: Place, problems: Problems): string | number | boolean | null {
  const source = node.source ?? '';
  // Ansible reads YAML 1.1, where these are booleans; the yaml package reads 1.2, where they are words.
  if (yes.has(source)) return true;
  if (no.has(source)) return false;
  const value = node.value as string | number | boolean | null;
  if (typeof value === 'number') {
    if (/^[-+]?0[0-9]+$/.test(source)) {
      const hint = `In quotes it is text: '${source}'.`;
      problems.add(`${source}: octal to some YAML parsers, decimal to others`, { place, hint });
    } else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      problems.add(`${source}: more digits than a number can hold`, {
        place,
        hint: `In quotes it is text: '${source}'.`,
      });
    }
  }
  return value;
}
