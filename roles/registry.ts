// The roles that come with trueup.
import type { Role } from '../lib/kit.js';
import { appserver } from './appserver/role.js';
import { base } from './base/role.js';
import { haproxy } from './haproxy/role.js';
import { host } from './host/role.js';
import { keepalived } from './keepalived/role.js';
import { mysql } from './mysql/role.js';
import { nginx } from './nginx/role.js';
import { redis } from './redis/role.js';

const builtin: readonly Role[] = [base, haproxy, keepalived, nginx, appserver, mysql, redis, host];

/** Every role by its name. */
export const roles: ReadonlyMap<string, Role> = new Map(builtin.map((role) => [role.name, role]));
