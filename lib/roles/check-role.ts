// Checks the shape of a role, because the compiler doesn't do so for authors who write JavaScript or suppress its errors.
import { isAbsolute } from 'node:path';
import { hintFor } from '../inventory/schema/did-you-mean.js';
import type { Role } from '../model/role.js';

/** A flaw of a role, with a hint. */
export interface Flaw {
  /** `turns.serves`. */
  readonly member: string;
  /** Text that follows the member's name. */
  readonly message: string;
  readonly hint?: string;
}

const kinds = {
  text: 'a non-empty string',
  texts: 'a list of role names',
  roles: 'a list of roles or role names',
  true: 'true or omitted',
  function: 'a function',
  object: 'an object',
  boolean: 'true or false',
} as const;

type Kind = keyof typeof kinds;

/** The required kind of each member; `?` marks an optional one. */
type Shape = Readonly<Record<string, Kind | `${Kind}?`>>;

const shape: Readonly<Record<keyof Role, Kind | `${Kind}?`>> = {
  name: 'text',
  vars: 'object',
  why: 'text',
  folder: 'text?',
  needs: 'roles?',
  instances: 'true?',
  after: 'texts?',
  standby: 'object?',
  turns: 'object?',
  foresee: 'function?',
  listens: 'function?',
  drain: 'function?',
  preconditions: 'function?',
  resources: 'function',
  checks: 'function?',
  offers: 'function?',
};

const nested: Readonly<Record<string, Shape>> = {
  standby: { roles: 'texts', active: 'function' },
  turns: { serves: 'function', healthy: 'function', version: 'function?' },
};

/** All flaws in the role's shape. */
export function flawsOf(role: object): readonly Flaw[] {
  const members = role as Readonly<Record<string, unknown>>;
  const flaws = flawsIn(members, shape, '');
  for (const [name, inner] of Object.entries(nested)) {
    const value = members[name];
    if (is('object', value)) flaws.push(...flawsIn(value as typeof members, inner, `${name}.`));
  }
  const { vars } = members;
  if (is('object', vars) && (vars as { type?: unknown }).type !== 'object')
    flaws.push({ member: 'vars', message: 'must describe an object', hint: 'Write Type.Object({ … }).' });
  for (const name of ['turns', 'standby']) {
    if (members['instances'] !== true || members[name] === undefined) continue;
    flaws.push({
      member: name,
      message: 'cannot be combined with instances',
      hint: 'Write a separate role for each instance.',
    });
  }
  const { folder } = members;
  if (is('text', folder) && !isAbsolute(folder as string))
    flaws.push({
      member: 'folder',
      message: 'must be an absolute path',
      hint: 'Write folder: import.meta.dirname.',
    });
  return flaws;
}

function flawsIn(members: Readonly<Record<string, unknown>>, expected: Shape, prefix: string): Flaw[] {
  const flaws: Flaw[] = [];
  for (const [name, wanted] of Object.entries(expected)) {
    const value = members[name];
    const member = `${prefix}${name}`;
    const kind = wanted.replace('?', '') as Kind;
    if (value === undefined) {
      if (!wanted.endsWith('?')) flaws.push({ member, message: 'is missing' });
    } else if (!is(kind, value)) {
      flaws.push({ member, message: `must be ${kinds[kind]}` });
    }
  }
  for (const name of Object.keys(members)) {
    if (Object.hasOwn(expected, name)) continue;
    flaws.push({
      member: `${prefix}${name}`,
      message: 'is not a member of a role',
      hint: hintFor(name, Object.keys(expected)),
    });
  }
  return flaws;
}

function is(kind: Kind, value: unknown): boolean {
  if (kind === 'text') return typeof value === 'string' && value.trim() !== '';
  if (kind === 'texts') return Array.isArray(value) && value.every((one) => typeof one === 'string');
  if (kind === 'roles') return Array.isArray(value) && value.every((one) => nameOf(one) !== undefined);
  if (kind === 'true') return value === true;
  if (kind === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === kind;
}

/** The name of a role that is given by name or as an object. */
function nameOf(role: unknown): string | undefined {
  const name = typeof role === 'object' && role !== null && 'name' in role ? role.name : role;
  return typeof name === 'string' ? name : undefined;
}
