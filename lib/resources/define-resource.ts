// Makes the function that roles call from a resource type.
import type { Resource, ResourceType } from '../model/resource.js';
import { made } from './made-at.js';
import { registerType } from './registry.js';

/** `const file = defineResource(fileType)`; then `file({path: …})` is a Resource. Throws TypeError where another type has the name. */
export function defineResource<Want, Have, Key extends string = string>(
  type: ResourceType<Want, Have, Key>,
): (want: Want) => Resource {
  registerType(type);
  return (want) => resourceOf(type, want);
}

/** The resource of a type with a want that was checked. */
export function resourceOf<Want, Have, Key extends string = string>(
  type: ResourceType<Want, Have, Key>,
  want: Want,
): Resource {
  return made({ type, want, id: `${type.type} ${type.id(want)}` });
}
