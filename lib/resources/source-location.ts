// Records where resources are made, only on demand, because a stack trace takes time.
import type { Resource } from '../model/resource.js';

const stacks = new WeakMap<Resource, Error>();
let isNoted = false;

/** From now on it is noted for each resource. */
export function noteMaking(): void {
  isNoted = true;
}

/** Notes it for this one, if that was asked for. */
export function made(resource: Resource): Resource {
  if (isNoted) stacks.set(resource, new Error('made here'));
  return resource;
}

/** An error whose stack leads to where the resource was made; undefined where that was not noted. */
export function makingOf(resource: Resource): Error | undefined {
  return stacks.get(resource);
}
