// How each type of resource is tampered with. A type that is missing here fails the drift matrix by its name.
import type { Resource } from '../../../lib/model/resource.js';
import { authorizedKey, group, user } from './accounts.js';
import { absent, certificate, directory, file, link, release, repository, unit } from './files.js';
import * as mysql from './mysql.js';
import { packages } from './packages.js';
import { service } from './services.js';
import { command, hostname, hostsEntries, nftables, sysctl, timezone } from './system.js';
import type { Tamper, Tampering } from './tampering.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each entry knows the wants of its type
const catalogue: Readonly<Record<string, Tamper<any>>> = {
  absent,
  'apt.packages': packages,
  'apt.repository': repository,
  authorizedKey,
  certificate,
  command,
  directory,
  file,
  group,
  hostname,
  hostsEntries,
  link,
  'mysql.database': mysql.database,
  'mysql.grant': mysql.grant,
  'mysql.strangers': mysql.strangers,
  'mysql.user': mysql.user,
  nftables,
  release,
  service,
  sysctl,
  'systemd.unit': unit,
  timezone,
  user,
};

/** Those that it knows. */
export const tamperedTypes: readonly string[] = Object.keys(catalogue);

/** Undefined where nobody wrote down how to tamper with the type. */
export function tamperingsOf(resource: Resource, all: readonly Resource[]): readonly Tampering[] | undefined {
  return catalogue[resource.type.type]?.(resource.want, all);
}
