// Records where resources are made, only on demand, because a stack trace takes time.
import type { Resource } from '../model/resource.js';

const stacks = new WeakMap<Resource, Error>();
let isNoted = false;

/** From now on, the source location of each resource is recorded. */
export function noteMaking(): void {
  isNoted = true;
}

/** Records the source location of this resource if `noteMaking` was called. */
export function made(resource: Resource): Resource {
  if (isNoted) stacks.set(resource, new Error('made here'));
  return resource;
}

/** An error whose stack shows where the resource was made; undefined if that was not recorded. */
export function makingOf(resource: Resource): Error | undefined {
  return stacks.get(resource);
}
