// A fleet of any hosts and roles, and what the roles declare for them: for the test of one role.
import { roles } from '../../../roles/registry.js';
import { declaredIn, folderOf, type Declared } from './declared.js';
import type { Data } from './every-variable.js';

/** A host's roles, and what else `hosts.yml` says of it. */
export interface HostWith {
  readonly roles: readonly string[];
  readonly vars?: Readonly<Record<string, Data>>;
}

/** Hosts by name, at 10.0.0.1 and so on, and the variables of all of them. Throws what loading throws. */
export async function hostsWith(
  hosts: Readonly<Record<string, HostWith>>,
  vars: Readonly<Record<string, Data>>,
): Promise<Declared> {
  const children = Object.entries(hosts).map(([name, { vars: own }], at) => {
    return [`only_${name}`, { hosts: { [name]: { ansible_host: `10.0.0.${at + 1}`, ...own } } }] as const;
  });
  const site = Object.entries(hosts).map(([name, host]) => [`only_${name}`, host.roles] as const);
  const folder = folderOf({
    'hosts.yml': { all: { children: Object.fromEntries(children) } },
    'trueup.yml': { roles: Object.fromEntries(site) },
    'group_vars/all.yml': vars,
  });
  return declaredIn(folder, roles);
}
