// Finds the reference of a name.
import { hintFor } from '../inventory/schema/did-you-mean.js';
import { errorCodes } from '../model/error-codes.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { TrueupError } from '../model/trueup-error.js';
import { errorReference, isErrorCode } from './error-reference.js';
import { exampleFleet } from './example-fleet.js';
import { factsReference } from './facts-reference.js';
import { referenceList } from './reference-list.js';
import { resourcePages, type ResourcePage } from './resource-pages.js';
import { roleReference, variableReference } from './role-reference.js';

interface Known {
  readonly roles: ReadonlyMap<RoleName, Role>;
  /** The resource types of a project's own roles, if it has any. Generating their pages takes a second. */
  readonly own?: { readonly types: readonly string[]; readonly pages: () => readonly ResourcePage[] };
}

/** Markdown for everything with that name, or the list of all names. Throws E_INPUT for an unknown name. */
export async function reference(name: string | undefined, { roles, own }: Known): Promise<string> {
  const all = [...roles.values()];
  if (name === undefined) return referenceList({ roles: all, own: own?.pages() ?? [] });
  const code = name.toUpperCase();
  const role = roles.get(name);
  const isNamed = (page: ResourcePage): boolean => page.name === name || page.types.includes(name);
  const found = [
    ...(role ? [roleReference(role, await exampleFleet(all))] : []),
    ...resourcePages()
      .filter(isNamed)
      .map(({ text }) => text),
    ...(name === 'facts' ? [factsReference()] : []),
    ...(isErrorCode(code) ? [errorReference(code)] : []),
  ];
  const mayBeOwn = found.length === 0 || own?.types.some((type) => type.split('.').includes(name));
  const ownPages = mayBeOwn ? (own?.pages() ?? []) : [];
  found.push(...ownPages.filter(isNamed).map(({ text }) => text));
  if (found.length === 0) found.push(...variableNamed(name, roles));
  if (found.length > 0) return found.join('\n');
  const types = [...resourcePages(), ...ownPages].map((page) => page.name);
  throw new TrueupError('E_INPUT', `there is no role, resource type or error ${name}`, {
    hint: hintFor(name, [...roles.keys(), ...types, ...Object.keys(errorCodes)]),
  });
}

function variableNamed(name: string, roles: ReadonlyMap<RoleName, Role>): readonly string[] {
  const dot = name.indexOf('.');
  const role = dot < 0 ? undefined : roles.get(name.slice(0, dot));
  if (!role) return [];
  const variable = name.slice(dot + 1);
  const text = variableReference(role, variable);
  if (text !== undefined) return [text];
  const known = Object.keys(role.vars['properties'] ?? {});
  throw new TrueupError('E_INPUT', `the role ${role.name} has no variable ${variable}`, {
    hint: hintFor(variable, known),
  });
}
