// A broken inventory, the hint, and the inventory after the hint was followed.

import type { Files } from '../inventory-of.js';

interface Remedy {
  readonly wrong: Files;
  readonly hint: string;
  /** The files that following the hint changes; `null` removes one. */
  readonly right: Files;
  /** What follows `-i`, in the folder; absent: the folder itself. */
  readonly source?: string;
  readonly limit?: string;
  /** The source or the limit after the hint was followed, where it is about that. */
  readonly then?: string;
}

/** What goes wrong, in words → how it is mended. */
export type Remedies = Readonly<Record<string, Remedy>>;

/** An inventory that is right: one host. */
export const host = { 'hosts.yml': 'all: {hosts: {h: }}' };

/** One host that gets the role nginx; its variables are in group_vars/web.yml. */
export const web = {
  'hosts.yml': 'web: {hosts: {h: }}',
  'trueup.yml': 'roles: {web: [nginx]}',
  'group_vars/web.yml': 'nginx: {server_name: a}',
};
