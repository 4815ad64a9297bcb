// Checks the names of all variables as written: misspelt roles, role keys and connection variables.
import { writtenSchema } from '../../compile/role-instances.js';
import type { Place } from '../../model/fleet.js';
import type { Role } from '../../model/role.js';
import type { RoleName } from '../../model/role-name-and-vars.js';
import { connectionSchema, ignoredVariables } from './connection-schema.js';
import { hintFor, nearest } from '../schema/did-you-mean.js';
import type { Problems } from '../raw/collect-problems.js';
import type { RawEntry, RawMap } from '../raw/raw-value.js';
import { listsOfVars, type RawInventory } from '../raw/raw-inventory.js';

const connectionNames = Object.keys(connectionSchema.properties);
const ownNames = [...connectionNames.filter((name) => name.startsWith('trueup_')), 'trueup_generate'];
const ansibleNames = connectionNames.filter((name) => name.startsWith('ansible_'));

/** A name that differs by more letters belongs to another tool. */
const mostSlips = 2;

/** Former names of connection variables in Ansible. */
const formerNames: Readonly<Record<string, string>> = {
  ansible_sudo: 'ansible_become',
  ansible_su: 'ansible_become',
  ansible_su_user: 'ansible_become_user',
  ansible_su_pass: 'ansible_become_password',
};

/**
 * Checks names that can only be meant for trueup: `roles` are those that trueup.yml assigns to a host. A name that
 * may belong to another tool only causes a warning.
 */
export function checkNames(
  inventory: RawInventory,
  roles: ReadonlyMap<RoleName, Role>,
  problems: Problems,
): void {
  for (const vars of listsOfVars(inventory).flat()) {
    for (const [name, entry] of vars.entries) checkName(name, entry, roles, problems);
  }
}

/** Checks that the word before a dot in a variable of the run is a role that some host has. */
export function checkRolesOfRun(
  named: ReadonlyMap<string, Place>,
  roles: ReadonlyMap<RoleName, Role>,
  problems: Problems,
): void {
  for (const [name, place] of named) {
    if (roles.has(name)) continue;
    const hint = hintFor(name, [...roles.keys()]);
    problems.add(`${name}: no host has a role with this name`, { place, hint });
  }
}

function checkName(
  name: string,
  { place, value }: RawEntry,
  roles: ReadonlyMap<RoleName, Role>,
  problems: Problems,
): void {
  const role = roles.get(name);
  if (role) {
    if (value.kind === 'map') checkKeys(role, value, problems);
    else if (value.kind !== 'scalar' || value.value !== null) {
      const hint = `Write the role's variables under ${name}, one per line.`;
      problems.add(`${name}: must be a mapping`, { place, hint });
    }
    return;
  }
  const [first = '', key] = name.split('.', 2);
  if (key !== undefined && roles.has(first)) {
    problems.add(`${name} is not a variable`, {
      place,
      hint: `Write ${key} under ${first}.`,
    });
  } else if (name.startsWith('trueup_') && !ownNames.includes(name)) {
    problems.add(`${name}: unknown variable`, { place, hint: hintFor(name, ownNames) });
  } else if (name.startsWith('ansible_')) {
    if (ansibleNames.includes(name) || ignoredVariables.includes(name)) return;
    const former = formerNames[name];
    const meant = former ?? slip(name, ansibleNames);
    const message = former === undefined ? 'unknown variable' : 'is no longer supported';
    const hint = former === undefined ? `Did you mean ${meant ?? ''}?` : `Use ${former} instead.`;
    if (meant !== undefined) problems.warn(`${name}: ${message}`, { place, hint });
  } else if (value.kind === 'map') {
    const meant = nearest(name, roles.keys(), mostSlips);
    if (meant !== undefined)
      problems.warn(`${name}: no role has this name`, { place, hint: `Did you mean ${meant}?` });
  }
}

/** Ansible has many variables; only a name that differs by a letter or two is assumed to be a typo. */
function slip(name: string, known: readonly string[]): string | undefined {
  const meant = nearest(
    name.slice('ansible_'.length),
    known.map((one) => one.slice('ansible_'.length)),
    mostSlips,
  );
  return meant === undefined ? undefined : `ansible_${meant}`;
}

/** Reports keys that the role's schema doesn't contain, once for each place. */
function checkKeys(role: Role, mapping: RawMap, problems: Problems): void {
  const {
    properties = {},
    patternProperties = {},
    additionalProperties,
    description,
  } = writtenSchema(role) as {
    properties?: Readonly<Record<string, unknown>>;
    patternProperties?: Readonly<Record<string, unknown>>;
    additionalProperties?: unknown;
    description?: string;
  };
  if (additionalProperties !== false) return;
  const names = Object.keys(properties);
  const patterns = Object.keys(patternProperties).map((pattern) => new RegExp(pattern));
  for (const [key, { place }] of mapping.entries) {
    if (Object.hasOwn(properties, key) || patterns.some((pattern) => pattern.test(key))) continue;
    const hint = patterns.length === 0 ? hintFor(key, names) : description;
    problems.add(`${role.name}.${key}: unknown key`, { place, hint });
  }
}
