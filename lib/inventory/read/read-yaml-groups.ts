// Reads the groups and hosts of one YAML inventory into the inventory as written.
import type { Place } from '../../model/fleet.js';
import { nearest } from '../schema/did-you-mean.js';
import { entriesOf, type Raw, type RawEntry } from '../raw/raw-value.js';
import type { RawGroup } from '../raw/raw-inventory.js';
import { addGroup, addGroupVars, addHosts, type Reading } from './add-to-inventory.js';

const parts = ['hosts', 'children', 'vars'];

/** Adds the content of a file whose shape has been checked. */
export function readGroups(file: Raw, reading: Reading): void {
  for (const [name, { place, value }] of structure(file, reading)) {
    if (parts.includes(name) && !isGroup(value)) {
      reading.problems.add(`${name} is not in any group`, {
        place,
        hint: `Put it into a group, for example all: {${name}: …}.`,
      });
    } else if (value.kind === 'map' || isNothing(value)) readGroup(name, place, value, reading);
    else reading.problems.warn(`${name}: ignored, because it is not a group`, { place, hint: ofGroups });
  }
}

const ofGroups = 'A group is a mapping with hosts, children or vars.';

/** In the order written: a host's place in the inventory is where it is named first. */
function readGroup(name: string, place: Place, body: Raw, reading: Reading): void {
  const group = addGroup(name, place, reading);
  if (!group) return;
  for (const [key, entry] of structure(body, reading)) {
    if (key === 'hosts') readHosts(entry.value, group, reading);
    else if (key === 'children') readChildren(entry.value, group, reading);
    else if (key !== 'vars') ignoreKey(key, entry, name, reading);
    else if (entry.value.kind === 'map') addGroupVars(group, entry.value, reading);
  }
}

function readHosts(hosts: Raw, group: RawGroup, reading: Reading): void {
  if (hosts.kind === 'scalar' && typeof hosts.value === 'string')
    addHosts(hosts.value, hosts.place, { group }, reading);
  for (const [pattern, { place, value }] of structure(hosts, reading)) {
    addHosts(pattern, place, { group, vars: value.kind === 'map' ? value : undefined }, reading);
  }
}

function readChildren(children: Raw, group: RawGroup, reading: Reading): void {
  const named: readonly (readonly [string, RawEntry])[] =
    children.kind === 'scalar' && typeof children.value === 'string'
      ? [[children.value, { place: children.place, value: { ...children, value: null } }]]
      : [...structure(children, reading)];
  for (const [child, { place, value }] of named) {
    readGroup(child, place, value, reading);
    group.children.set(child, place);
  }
}

/** The entries of a mapping whose keys name groups or hosts. A doubt about a key, such as a duplicate, is a problem. */
function structure(written: Raw, { problems }: Reading): ReadonlyMap<string, RawEntry> {
  const entries = entriesOf(written);
  for (const { doubt } of entries.values()) if (doubt) problems.add(doubt.message, doubt);
  return entries;
}

/** Like Ansible, ignores an unknown key; a key that resembles one of the three is assumed to be a typo. */
function ignoreKey(key: string, { place }: RawEntry, group: string, { problems }: Reading): void {
  const meant = nearest(key, parts);
  if (meant !== undefined)
    problems.add(`${group}.${key}: unknown key`, { place, hint: `Did you mean ${meant}?` });
  else
    problems.warn(`${group}.${key}: ignored, because a group has no such key`, {
      place,
      hint: ofGroups,
    });
}

/** Whether it is undoubtedly a group: a group may also be named `hosts`. */
function isGroup(value: Raw): boolean {
  const entries = [...entriesOf(value)];
  return (
    entries.length > 0 &&
    entries.every(
      ([key, entry]) => parts.includes(key) && (entry.value.kind === 'map' || isNothing(entry.value)),
    )
  );
}

function isNothing(value: Raw): boolean {
  return value.kind === 'scalar' && value.value === null;
}
