// The tests of the roles that come with trueup.
import type { DeclaredTest } from '../lib/kit.js';
import appserver from './appserver/role.test.js';
import base from './base/role.test.js';
import haproxy from './haproxy/role.test.js';
import host from './host/role.test.js';
import keepalived from './keepalived/role.test.js';
import mysql from './mysql/role.test.js';
import nginx from './nginx/role.test.js';
import redis from './redis/role.test.js';

/** The tests by role name. */
export const tests: ReadonlyMap<string, DeclaredTest> = new Map([
  ['appserver', appserver],
  ['base', base],
  ['haproxy', haproxy],
  ['host', host],
  ['keepalived', keepalived],
  ['mysql', mysql],
  ['nginx', nginx],
  ['redis', redis],
]);
