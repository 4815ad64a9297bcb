// The files of one inventory of the stack, except those that contain secrets.
import { basename, join, relative, resolve } from 'node:path';
import type { NamedAddress, StackAnswers } from './project-answers.js';
import { slugOf } from './valid-names.js';
import { scaffoldOf, type Scaffold } from './fill-init-templates.js';
import { stackGroups, type HostGroup } from './stack-groups.js';

interface StackInventory {
  /** The inventory's name, below inventory/. */
  readonly name: string;
  readonly user: string;
  readonly hosts: readonly NamedAddress[];
  readonly stack: StackAnswers;
  /** Groups in addition to those of the stack. */
  readonly others?: readonly HostGroup[];
  /** nginx's lines about static files, if they are copied together with the application. */
  readonly siteFiles?: string;
}

/** Path below the project's folder → text. */
export function stackInventory(folder: string, inventory: StackInventory): Scaffold {
  const { name, user, hosts, stack, others = [], siteFiles } = inventory;
  const groups = [...stackGroups(hosts), ...others];
  const values = { name, user, groups, ...stackValues(folder, hosts, stack, siteFiles) };
  const files = scaffoldOf(['stack-inventory'], values);
  if (!stack.certificate) return files;
  return new Map([...files, [`inventory/${name}/certificates/${stack.domain}.pem`, stack.certificate.chain]]);
}

/** The values for the templates of each inventory of the stack. */
export function stackValues(
  folder: string,
  hosts: readonly NamedAddress[],
  stack: StackAnswers,
  siteFiles?: string,
): object {
  return {
    domain: stack.domain,
    aliases: aliasesOf(stack),
    virtualIp: stack.virtualIp,
    localCa: stack.certificate === undefined,
    database: stackGroups(hosts).find((group) => group.name === 'db')?.hosts[0],
    app: { ...applicationValues(stack, join(folder, 'inventory/any')), static: siteFiles },
  };
}

/** Other names of the site: `example.com` for `www.example.com`, unless an existing certificate doesn't cover it. */
export function aliasesOf({ domain, certificate }: StackAnswers): readonly string[] {
  const bare = /^www\.(.+\..+)$/.exec(domain)?.[1];
  return bare !== undefined && (certificate?.covers(bare) ?? true) ? [bare] : [];
}

/** All inventories are equally deep, so a relative path is the same in each. */
function applicationValues({ application }: StackAnswers, inventory: string): object {
  if (!application) return { folder: false, database: 'guestbook' };
  const path = relative(resolve(inventory), resolve(application.folder));
  const name = slugOf(basename(resolve(application.folder))).slice(0, 20);
  return {
    folder: JSON.stringify(path),
    name,
    database: name.replaceAll('-', '_'),
    command: JSON.stringify(application.command),
  };
}
