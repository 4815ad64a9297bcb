// Turns a resource type into a function that roles call.
import type { Resource, ResourceType } from '../model/resource.js';
import { made } from './source-location.js';
import { registerType } from './registry.js';

/**
 * Returns the function that declares resources of a type: after `const file = defineResource(fileType)`, `file({path: …})`
 * is a Resource. Throws TypeError if another type has the same name.
 */
export function defineResource<Want, Have, Key extends string = string>(
  type: ResourceType<Want, Have, Key>,
): (want: Want) => Resource {
  registerType(type);
  return (want) => resourceOf(type, want);
}

/** A resource of the type, with a want that has been checked. */
export function resourceOf<Want, Have, Key extends string = string>(
  type: ResourceType<Want, Have, Key>,
  want: Want,
): Resource {
  return made({ type, want, id: `${type.type} ${type.id(want)}` });
}
