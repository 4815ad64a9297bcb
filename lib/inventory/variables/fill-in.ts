// Fills in the two names that inventories use in connection variables. There is no other templating in an inventory.
import { resolve } from 'node:path';

/** The values of the names. */
export interface Names {
  readonly host: string;
  /** The inventory's folder. */
  readonly folder: string;
}

/** The text with `{{ inventory_hostname }}` and `{{ inventory_dir }}` filled in, as Ansible would. */
export function fillIn(text: string, { host, folder }: Names): string {
  return text
    .replaceAll(/\{\{\s*inventory_hostname\s*\}\}/g, () => host)
    .replaceAll(/\{\{\s*inventory_dir\s*\}\}/g, () => resolve(folder));
}
