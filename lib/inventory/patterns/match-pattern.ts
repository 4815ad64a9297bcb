// Ansible's host patterns: web*, lb[0], web[0:2], app:&prod, all:!db1, ~regex, @file; separated by commas, colons or blanks.
import { watched } from '../../bounds/run-with-time-limit.js';
import { messageOf } from '../../model/thrown-message.js';
import { TrueupError } from '../../model/trueup-error.js';
import { hintFor } from '../schema/did-you-mean.js';
import { globOf } from './glob-regex.js';
import { limitFile } from './limit-file.js';
import { pythonRegex } from './python-regex.js';
import { splitPattern } from './split-pattern.js';
import { unfold } from '../groups/host-range.js';
import { Problems } from '../raw/collect-problems.js';

/** The hosts and groups that patterns select from. */
export interface Choice {
  /** In the order of the inventory. */
  readonly hosts: readonly string[];
  /** Group → its hosts; both in Ansible's order. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** Names of the controller, which work in Ansible without an inventory. */
export const controllerNames: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/**
 * The hosts a pattern stands for, in the order in which its parts name them. Throws E_NO_SUCH_HOST for an
 * unknown name. Positions count from 0, both ends included: `lb[0]`, `lb[-1]`, `web[0:2]`, `web[1:]`.
 */
export function matchPattern(pattern: string, choice: Choice): readonly string[] {
  // Only parts that are compared with each host, such as globs and regular expressions, can take long.
  if (!/[*?[~@]/.test(pattern)) return matchParts(pattern, choice);
  try {
    return watched(secondsAllowed, () => matchParts(pattern, choice));
  } catch (error) {
    if (error instanceof TrueupError) throw error;
    const why = messageOf(error);
    throw new TrueupError('E_INPUT', `the pattern ${shortened(pattern)}: ${why}`, { cause: error });
  }
}

const secondsAllowed = 2;

function matchParts(pattern: string, choice: Choice): readonly string[] {
  const parts = splitPattern(pattern, (part) => isName(part, choice)).flatMap((part) =>
    part.startsWith('@') ? limitFile(part.slice(1)) : [part],
  );
  if (parts.length === 0) throw noHost(pattern, 'the pattern is empty', 'Use all to select every host.');
  const plain = parts.filter((part) => !/^[&!]/.test(part));
  const chosen = new Set<string>();
  for (const part of plain.length === 0 ? ['all'] : plain) {
    // As in Ansible: a name that a host and a group share means the host here, but the group after & and !.
    for (const host of choice.hosts.includes(part) ? [part] : matchPart(part, choice)) chosen.add(host);
  }
  // As in Ansible: additions first, then &, then !, in whatever order they are written.
  for (const part of parts.filter((one) => one.startsWith('&'))) {
    const both = new Set(matchPart(part.slice(1), choice));
    for (const host of chosen) if (!both.has(host)) chosen.delete(host);
  }
  for (const part of parts.filter((one) => one.startsWith('!'))) {
    for (const host of matchPart(part.slice(1), choice)) chosen.delete(host);
  }
  if (chosen.size > 0) return [...chosen];
  const empty = parts.length === 1 && choice.groups.has(pattern.trim());
  throw noHost(pattern, empty ? 'the group has no hosts' : 'the pattern matches no host', undefined);
}

/** The hosts that one part selects. A group may be empty and a glob may match nothing; a plain name must exist. */
function matchPart(part: string, choice: Choice): readonly string[] {
  // As in Ansible, what looks like a position is treated as one, not as a set of characters.
  const [, base, one, from, to] = /^([^~].*)\[(?:(-?\d+)|(\d+)[:-](\d*))\]$/s.exec(part) ?? [];
  const expression = base ?? part;
  const found = named(expression, choice);
  if (base === undefined || found.length === 0) return found.length > 0 ? found : noMatch(part, base, choice);
  if (one === undefined) return found.slice(Number(from), lastOf(from, to));
  const at = Number(one) < 0 ? found.length + Number(one) : Number(one);
  const host = found[at];
  if (host !== undefined) return [host];
  throw noHost(
    part,
    'the position is out of range',
    `${base} has ${found.length} ${found.length === 1 ? 'host' : 'hosts'}; positions start at 0.`,
  );
}

/** As in Ansible, `[2:0]` is `[2]`. */
function lastOf(from: string | undefined, to: string | undefined): number | undefined {
  if (to === undefined || to === '') return undefined;
  return Number(to) === 0 ? Number(from) + 1 : Number(to) + 1;
}

/** Hosts by group, name, glob or regular expression; groups first. */
function named(expression: string, choice: Choice): readonly string[] {
  const test = testOf(expression);
  const groups = [...choice.groups].filter(([name]) => test(name));
  const found = groups.flatMap(([, hosts]) => hosts);
  if (groups.length === 0 || expression.startsWith('~') || /[.?*[]/.test(expression))
    found.push(...choice.hosts.filter(test));
  return found.length === 0 && controllerNames.includes(expression) ? [expression] : [...new Set(found)];
}

function testOf(expression: string): (name: string) => boolean {
  if (!/^~|[*?[]/.test(expression)) return (name) => name === expression;
  const form = expression.startsWith('~') ? regex(expression) : globOf(expression);
  return (name) => form.test(name);
}

/** Nothing was found: fine for a group, a glob or a regular expression, but an error for a name. */
function noMatch(part: string, base: string | undefined, choice: Choice): readonly string[] {
  const unfolded = base === undefined ? [] : rangeOf(part, choice);
  if (unfolded.length > 0 || choice.groups.has(base ?? part)) return unfolded;
  if (/^~|[*?[]/.test(base ?? part)) return [];
  throw new TrueupError('E_NO_SUCH_HOST', `${shortened(part)} is neither a host nor a group`, {
    hint: hintFor(base ?? part, namesOf(choice)),
  });
}

function isName(part: string, choice: Choice): boolean {
  const name = part.replace(/^[&!]/, '');
  return name.startsWith('@') || choice.groups.has(name) || choice.hosts.includes(name);
}

function regex(part: string): RegExp {
  try {
    const { source, flags } = pythonRegex(part.slice(1));
    return new RegExp(`^(?:${source})`, flags);
  } catch (cause) {
    const why = messageOf(cause).replace(/^.*: /s, '');
    throw new TrueupError('E_INPUT', `${shortened(part)} is not a valid regular expression (${why})`, {
      cause,
    });
  }
}

/** A range of host names, if no group has the name before it: web[1:3] means web1, web2, web3. */
function rangeOf(part: string, { hosts }: Choice): readonly string[] {
  if (!/\[\w+:\w+(?::\d+)?\]/.test(part)) return [];
  const names = unfold(part, { file: '', line: 1, column: 1 }, new Problems());
  return hosts.filter((host) => names.includes(host));
}

function namesOf({ groups, hosts }: Choice): readonly string[] {
  return [...groups.keys(), ...hosts];
}

function noHost(part: string, why: string, hint: string | undefined): TrueupError {
  return new TrueupError('E_NO_SUCH_HOST', `${shortened(part)}: ${why}`, hint === undefined ? {} : { hint });
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 99)}…` : text);
}
