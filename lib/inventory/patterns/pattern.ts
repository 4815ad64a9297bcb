// Ansible's host patterns: web*, lb[0], web[0:2], app:&prod, all:!db1, ~regex; comma or colon between.
import { watched } from '../../bounds/watched.js';
import { messageOf } from '../../model/message-of.js';
import { TrueupError } from '../../model/trueup-error.js';
import { hintFor } from '../schema/did-you-mean.js';
import { globOf } from './glob-of.js';
import { unfold } from '../groups/host-range.js';
import { Problems } from '../raw/problems.js';

/** What patterns choose from. */
export interface Choice {
  /** In the order of the inventory. */
  readonly hosts: readonly string[];
  /** Group → its hosts, in the order of the inventory. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/**
 * The hosts a pattern stands for, in the order of the inventory. Throws E_NO_SUCH_HOST for a part that names nothing.
 * Positions count from 0, both ends included: `lb[0]`, `lb[-1]`, `web[0:2]`, `web[1:]`.
 */
export function matchPattern(pattern: string, choice: Choice): readonly string[] {
  // Only what is tried against each host, as globs and regular expressions are, can take long.
  if (!/[*?[~]/.test(pattern)) return matchParts(pattern, choice);
  try {
    return watched(secondsAllowed, () => matchParts(pattern, choice));
  } catch (error) {
    if (error instanceof TrueupError) throw error;
    const why = messageOf(error);
    throw new TrueupError('E_INPUT', `the pattern ${shortened(pattern)}: ${why}`, { cause: error });
  }
}

function matchParts(pattern: string, choice: Choice): readonly string[] {
  const parts = split(pattern);
  const chosen = new Set<string>();
  const plain = parts.filter((part) => !/^[&!]/.test(part));
  if (parts.length === 0) throw noHost(pattern, 'the pattern is empty', 'Write all for every host.');
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
  if (chosen.size === 0) throw noHost(pattern, 'the pattern matches no host', undefined);
  return choice.hosts.filter((host) => chosen.has(host));
}

const secondsAllowed = 2;

/** At commas and colons, but not inside brackets. */
function split(pattern: string): readonly string[] {
  const separate = pattern.match(/(?:\[[^\]]*\]|[^:,[\]]|[[\]])+/g) ?? [];
  return separate.map((part) => part.trim()).filter((part) => part !== '');
}

function matchPart(part: string, choice: Choice): readonly string[] {
  // As in Ansible, what looks like a position is one, and no set of characters.
  const [, base, one, from, to] = /^([^~].*)\[(?:(-?\d+)|(\d+)[:-](\d*))\]$/s.exec(part) ?? [];
  const among = base === undefined ? [] : named(base, choice);
  const found =
    base === undefined
      ? named(part, choice)
      : among.length === 0
        ? unfolded(part, choice)
        : one === undefined
          ? among.slice(Number(from), to === '' ? undefined : Number(to) + 1)
          : among.slice(Number(one)).slice(0, 1);
  if (found.length > 0) return found;
  if (among.length > 0)
    throw noHost(part, 'there are not that many', `${base ?? ''} has ${among.length} hosts, counted from 0.`);
  if (choice.groups.has(part)) throw noHost(part, 'the group has no hosts', undefined);
  throw noHost(part, 'is neither a host nor a group', hintFor(base ?? part, names(choice)));
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
    throw new TrueupError('E_INPUT', `${JSON.stringify(part)}: is not a valid regular expression`, { cause });
  }
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
  return new TrueupError('E_NO_SUCH_HOST', `${shortened(part)}: ${why}`, hint === undefined ? {} : { hint });
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 99)}…` : text);
}
