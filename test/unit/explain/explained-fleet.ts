// A small fleet with roles that listen, for the tests of what is told about it.
import { defineRole, secretString, Type, type Role } from '../../../lib/kit.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import type { LoadedFleet } from '../../../lib/inventory/loaded-fleet.js';
import { inFolder } from '../inventory/inventory-of.js';

const base = defineRole({
  name: 'base',
  why: 'Every host is reached and watched the same way.',
  vars: Type.Object({}),
  *listens() {
    yield { protocol: 'tcp', port: 22, from: ['operators'], why: 'administration' };
  },
  *resources() {},
});
const web = defineRole({
  name: 'nginx',
  why: 'Serves pages.',
  after: ['base'],
  vars: Type.Object({
    port: Type.Integer({ default: 443 }),
    name: Type.Optional(Type.String()),
    key: Type.Optional(secretString({ description: 'a key' })),
    tls: Type.Object({ mode: Type.String() }, { default: { mode: 'modern' } }),
  }),
  *listens({ vars }) {
    yield { protocol: 'tcp', port: vars.port, from: ['anyone', 'operators', 'cache'], why: 'pages' };
  },
  *resources() {},
});
const cache = defineRole({
  name: 'cache',
  why: 'Keeps copies.',
  vars: Type.Object({}),
  *listens() {
    yield { protocol: 'vrrp', port: 0, from: ['cache'], why: 'who is in charge' };
    yield { protocol: 'tcp', port: 6379, from: ['nginx'], why: 'lookups' };
  },
  *resources() {},
});

/** The roles of that fleet. */
export const roles: ReadonlyMap<string, Role> = new Map(
  [base, web, cache].map((role) => [role.name, role as Role]),
);

/** web1 in web; c1 and c2 in caches; lone in no group. */
export function explainedFleet(): Promise<LoadedFleet> {
  const files = {
    'hosts.yml': `
all:
  hosts: {lone: }
  children:
    web: {hosts: {web1: {ansible_host: 10.0.0.1, ansible_password: hush}}}
    back: {children: {caches: {hosts: {"c[1:2]": }}}}
`,
    'trueup.yml': 'roles: {all: [base], web: [nginx], caches: [cache]}',
    'group_vars/all.yml': 'nginx:\n  name: general\n  key: hush1',
    'group_vars/web.yml': 'nginx:\n  name: special\n  key: hush2',
  };
  return inFolder(files, (folder) => loadFleet(folder, { roles }));
}
