// How each type of resource is tampered with, as its proof says. A type that is missing fails the drift matrix by its name.
import type { Resource } from '../../../lib/model/resource.js';
import { allProofs } from '../../types/all-proofs.js';
import type { Tampering } from './tampering.js';

/** Undefined where nobody wrote down how to tamper with the type. */
export function tamperingsOf(resource: Resource, all: readonly Resource[]): readonly Tampering[] | undefined {
  const drift = allProofs.find(({ type }) => type === resource.type.type)?.drift;
  return typeof drift === 'function' ? drift(resource.want as never, all) : undefined;
}
