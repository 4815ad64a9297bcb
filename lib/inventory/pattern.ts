// Ansible's host patterns: web*, lb[0], web[0:2], app:&prod, all:!db1, ~regex; comma or colon between.
import { TrueupError } from '../model/trueup-error.js';
import { hintFor } from './did-you-mean.js';
import { globOf } from './glob-of.js';
import { unfold } from './host-range.js';
import { Problems } from './problems.js';

/** What patterns choose from. */
export interface Choice {
  /** In the order of the inventory. */
  readonly hosts: readonly string[];
  /** Group → its hosts, in the order of the inventory. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** The hosts a pattern stands for, in the order of the inventory. Throws E_NO_SUCH_HOST for a part that names nothing. */
export function matchPattern(pattern: string, choice: Choice): readonly string[] {
  const parts = split(pattern);
  const chosen = new Set<string>();
  const plain = parts.filter((part) => !/^[&!]/.test(part));
  if (parts.length === 0) throw noHost(pattern, 'the pattern is empty', 'all means every host');
  for (const part of plain.length === 0 ? ['all'] : plain) {
    for (const host of matchPart(part, choice)) chosen.add(host);
  }
  // As in Ansible: additions first, then &, then !, wherever they stand.
  for (const part of parts.filter((one) => one.startsWith('&'))) {
    const both = new Set(matchPart(part.slice(1), choice));
    for (const host of chosen) if (!both.has(host)) chosen.delete(host);
  }
  for (const part of parts.filter((one) => one.startsWith('!'))) {
    for (const host of matchPart(part.slice(1), choice)) chosen.delete(host);
  }
  if (chosen.size === 0) throw noHost(pattern, 'the pattern leaves no host', undefined);
  return choice.hosts.filter((host) => chosen.has(host));
}

function split(pattern: string): readonly string[] {
  const separate = pattern.includes(',')
    ? pattern.split(',')
    : (pattern.match(/(?:\[[^\]]*\]|[^:[\]]|[[\]])+/g) ?? []);
  return separate.map((part) => part.trim()).filter((part) => part !== '');
}

function matchPart(part: string, choice: Choice): readonly string[] {
  const whole = named(part, choice);
  if (whole.length > 0) return whole;
  const [, base = '', range = ''] = /^([^~].*)\[([-0-9:]*)\]$/s.exec(part) ?? [];
  const hosts = base === '' ? [] : named(base, choice);
  const found = hosts.length > 0 ? subscript(part, hosts, range) : unfolded(part, choice);
  if (found.length > 0) return found;
  const empty = choice.groups.get(part);
  if (empty) throw noHost(part, 'the group has no hosts', undefined);
  throw noHost(part, 'names no host and no group', hintFor(base === '' ? part : base, names(choice)));
}

/** Hosts by name, group, glob or regular expression. */
function named(part: string, choice: Choice): readonly string[] {
  const exact = choice.groups.get(part);
  if (exact && exact.length > 0) return exact;
  if (choice.hosts.includes(part)) return [part];
  const test = part.startsWith('~') ? regex(part) : /[*?[]/.test(part) ? globOf(part) : undefined;
  if (!test) return [];
  const inGroups = [...choice.groups].filter(([name]) => test.test(name)).flatMap(([, hosts]) => hosts);
  return [...new Set([...inGroups, ...choice.hosts.filter((host) => test.test(host))])];
}

function regex(part: string): RegExp {
  try {
    return new RegExp(`^(?:${part.slice(1)})`);
  } catch (cause) {
    throw new TrueupError('E_INPUT', `${JSON.stringify(part)}: is no regular expression`, { cause });
  }
}

/** `lb[0]`, `lb[-1]`, `lb[0:2]` (both ends count), `lb[1:]`: positions among the hosts of what stands before. */
function subscript(part: string, hosts: readonly string[], range: string): readonly string[] {
  const [, one, from, to] = /^(?:(-?\d+)|(\d*):(-?\d*))$/.exec(range) ?? [];
  if (one === undefined && from === undefined) {
    throw noHost(part, `[${range}] is no position`, 'positions look like [0], [-1], [0:2], [1:]');
  }
  if (one !== undefined) return hosts.slice(Number(one)).slice(0, 1);
  const end = to === undefined || to === '' ? hosts.length : Number(to);
  return hosts.slice(Number(from), end === -1 ? hosts.length : end + 1);
}

/** A range of host names, where what stands before it is no group: web[1:3] for web1, web2, web3. */
function unfolded(part: string, { hosts }: Choice): readonly string[] {
  if (!/\[\w+:\w+(?::\d+)?\]/.test(part)) return [];
  const names = unfold(part, { file: '', line: 1, column: 1 }, new Problems());
  return hosts.filter((host) => names.includes(host));
}

function names({ groups, hosts }: Choice): readonly string[] {
  return [...groups.keys(), ...hosts];
}

function noHost(part: string, why: string, hint: string | undefined): TrueupError {
  const shown = JSON.stringify(part.length > 100 ? `${part.slice(0, 99)}…` : part);
  return new TrueupError('E_NO_SUCH_HOST', `${shown}: ${why}`, hint === undefined ? {} : { hint });
}
