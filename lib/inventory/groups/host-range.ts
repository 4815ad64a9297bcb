// Unfolds ranges in host names: web[01:20], db[a:c], node[0:10:2].
import { isIPv6 } from 'node:net';
import type { Place } from '../../model/fleet.js';
import type { Problems } from '../raw/collect-problems.js';

/** More hosts than this from one line is assumed to be a typo. */
const most = 10_000;

/** The host names that a key of `hosts:` expands to; none if it isn't valid, which is reported as a problem. */
export function unfold(written: string, place: Place, problems: Problems): readonly string[] {
  let names = [''];
  for (const part of written.split(/(\[[^\]]*\])/)) {
    const values = part.startsWith('[') ? range(part.slice(1, -1)) : [part];
    if (!values) {
      const hint = 'Write a range like [01:20], [a:f] or [0:10:2].';
      problems.add(`${written}: ${part} is not a valid range`, { place, hint });
      return [];
    }
    if (names.length * values.length > most) {
      problems.add(`${written}: expands to more than ${String(most)} hosts`, { place });
      return [];
    }
    names = names.flatMap((name) => values.map((value) => name + value));
  }
  const wrong = names.find((name) => !isHostName(name));
  if (wrong === undefined) return names;
  const [, user, host] = /^([\w.-]+)@([\w.-]+)$/.exec(wrong) ?? [];
  const hint = wrong.endsWith(':')
    ? 'Remove the colon at the end.'
    : user !== undefined && host !== undefined
      ? `Name it ${host}, and set ansible_user to ${user}.`
      : 'Use letters, digits, dots, dashes and underscores, and put an address into ansible_host.';
  problems.add(`${JSON.stringify(wrong)} is not a valid host name`, { place, hint });
  return [];
}

/** It becomes an argument of ssh and part of configuration files, so it must not contain characters that are special there. */
function isHostName(name: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name) || isIPv6(name);
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** As in Ansible: the start defaults to 0, and letters go from a to z, then from A to Z. */
function range(text: string): readonly string[] | undefined {
  const [, start = '', to = '', by = '1'] = /^(\d*|[A-Za-z]):(\d+|[A-Za-z])(?::(\d{1,4}))?$/.exec(text) ?? [];
  const from = start === '' ? '0' : start;
  const numeric = /^\d+$/.test(from);
  if (to === '' || numeric !== /^\d+$/.test(to)) return undefined;
  const [first, last] = numeric ? [Number(from), Number(to)] : [letters.indexOf(from), letters.indexOf(to)];
  const step = Number(by);
  if (step < 1 || last < first || (last - first) / step > most) return undefined;
  // Leading zeros set the width; both ends must then have the same width.
  const width = numeric && from.startsWith('0') ? from.length : 0;
  if (width > 1 && to.length !== width) return undefined;
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => {
    const value = first + index * step;
    return numeric ? String(value).padStart(width, '0') : letters.charAt(value);
  });
}
