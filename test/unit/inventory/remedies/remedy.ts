// A broken inventory, the hint, and the inventory after the hint was followed.
import type { LoadOptions } from '../../../../lib/inventory/load-fleet.js';

type Written = Readonly<Record<string, string | Uint8Array | null>>;

interface Remedy {
  readonly wrong: Written;
  readonly hint: string;
  /** The files that following the hint changes; `null` removes one. */
  readonly right: Written;
  readonly options?: Partial<LoadOptions>;
  /** The options after the hint was followed, where it is about those. */
  readonly then?: Partial<LoadOptions>;
}

/** What goes wrong, in words → how it is mended. */
export type Remedies = Readonly<Record<string, Remedy>>;

/** An inventory that is right: one host. */
export const host = { 'hosts.yml': 'all: {hosts: {h: }}' };

/** One host that gets the role nginx; its variables are in group_vars/web.yml. */
export const web = {
  'hosts.yml': 'web: {hosts: {h: }}',
  'site.yml': 'roles: {web: [nginx]}',
  'group_vars/web.yml': 'nginx: {server_name: a}',
};
