// The tests of the roles that come with trueup.
import type { DeclaredTest } from '../lib/kit.js';
import host from './host/role.test.js';
import redis from './redis/role.test.js';

/** By the role's name. */
export const tests: ReadonlyMap<string, DeclaredTest> = new Map([
  ['host', host],
  ['redis', redis],
]);
