// Makes the function that roles call from a resource type.
import type { Resource, ResourceType } from '../model/resource.js';

/** `const file = defineResource(fileType)`; then `file({path: …})` is a Resource. */
export function defineResource<Want, Have>(type: ResourceType<Want, Have>): (want: Want) => Resource {
  return (want) => ({ type, want, id: `${type.type} ${type.id(want)}` });
}
