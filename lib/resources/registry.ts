// All resource types by name: the built-in ones and those that roles define.
import type { ResourceType } from '../model/resource.js';

// oxlint-disable-next-line typescript/no-explicit-any -- a list of types knows no wants
type AnyType = ResourceType<any, any, any>;

const types = new Map<string, AnyType>();

/**
 * Registers a type. Throws TypeError if another type has the same name: steps, records and the ledger refer to types by
 * name.
 */
export function registerType(type: AnyType): void {
  const other = types.get(type.type) ?? type;
  if (other !== type) throw new TypeError(`two resource types have the name ${type.type}`);
  types.set(type.type, type);
}

/** The type with that name; undefined if no loaded module defines it. */
export function typeNamed(name: string): AnyType | undefined {
  return types.get(name);
}

/** All types that have been loaded. */
export function registeredTypes(): readonly AnyType[] {
  return [...types.values()];
}
