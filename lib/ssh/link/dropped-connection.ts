// What sshd sends instead of a greeting to a connection that it drops: drop_connection() in OpenSSH's sshd.c.
import type { UnreachedKind } from './unreachable-error.js';

const drops = [
  ['Not allowed at this time', 'penalty'],
  ['Exceeded MaxStartups', 'overloaded'],
] as const satisfies readonly (readonly [words: string, kind: UnreachedKind])[];

/** sshd's own words, and the kind of failure they stand for; undefined if it said neither. */
export function droppedFor(
  said: string,
): { readonly words: string; readonly kind: UnreachedKind } | undefined {
  const found = drops.find(([words]) => said.toLowerCase().includes(words.toLowerCase()));
  return found && { words: found[0], kind: found[1] };
}
