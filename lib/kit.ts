// All that a role may import.
export { Type, type Static } from 'typebox';
export { defineRole } from './compile/define-role.js';
export { secretString } from './compile/secret-string.js';
export { Secret } from './model/secret.js';
export { sh, join } from './shell/sh.js';
export type { Role, Scope, Opening } from './model/role.js';
export type { Resource } from './model/resource.js';
export type { Check } from './model/check.js';
export type { Fleet, Host } from './model/fleet.js';
export type { Facts } from './model/facts.js';
export type { Script } from './model/script.js';
export { packages } from './resources/packages.js';
export { service } from './resources/service.js';
export { unit, dropIn } from './resources/unit.js';
