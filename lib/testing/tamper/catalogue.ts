// How each type of resource is tampered with. One that is missing fails the drift matrix by its name.
import type { Resource } from '../../model/resource.js';
import { tamper as absent } from './absent.js';
import { tamper as alternative } from './alternative.js';
import { tamper as aptKey } from './apt-key.js';
import { tamper as aptPackages } from './apt-packages.js';
import { tamper as aptRepository } from './apt-repository.js';
import { tamper as authorizedKey } from './authorized-key.js';
import { tamper as certificate } from './certificate.js';
import { tamper as command } from './command.js';
import { tamper as cron } from './cron.js';
import { tamper as directory } from './directory.js';
import { tamper as file } from './file.js';
import { tamper as group } from './group.js';
import { tamper as hostname } from './hostname.js';
import { tamper as hostsEntries } from './hosts-entries.js';
import { tamper as link } from './link.js';
import { tamper as mysqlDatabase } from './mysql-database.js';
import { tamper as mysqlGrant } from './mysql-grant.js';
import { tamper as mysqlStrangers } from './mysql-strangers.js';
import { tamper as mysqlUser } from './mysql-user.js';
import { tamper as nftables } from './nftables.js';
import { tamper as release } from './release.js';
import { tamper as service } from './service.js';
import { tamper as sysctl } from './sysctl.js';
import { tamper as systemdUnit } from './systemd-unit.js';
import { tamper as timezone } from './timezone.js';
import { tamper as user } from './user.js';
import { tamper as block } from './block.js';
import { tamper as line } from './line.js';
import { tamper as mount } from './mount.js';
import { tamper as sudoRule } from './sudo-rule.js';
import { tamper as defaultLocale } from './default-locale.js';
import { tamper as kernelModule } from './kernel-module.js';
import { tamper as locale } from './locale.js';
import { tamper as quadlet } from './quadlet.js';
import { tamper as swap } from './swap.js';
import { tamper as archive } from './archive.js';
import { tamper as download } from './download.js';
import { tamper as git } from './git.js';
import { tamper as logrotate } from './logrotate.js';
import { tamper as aptPin } from './apt-pin.js';
import { tamper as timer } from './timer.js';
import type { Tamper, Tampering } from './tampering.js';

const catalogue = new Map<string, Tamper<never>>([
  ['absent', absent],
  ['alternative', alternative],
  ['apt.key', aptKey],
  ['apt.packages', aptPackages],
  ['apt.repository', aptRepository],
  ['authorizedKey', authorizedKey],
  ['certificate', certificate],
  ['command', command],
  ['cron', cron],
  ['directory', directory],
  ['file', file],
  ['group', group],
  ['hostname', hostname],
  ['hostsEntries', hostsEntries],
  ['link', link],
  ['mysql.database', mysqlDatabase],
  ['mysql.grant', mysqlGrant],
  ['mysql.strangers', mysqlStrangers],
  ['mysql.user', mysqlUser],
  ['nftables', nftables],
  ['release', release],
  ['service', service],
  ['sysctl', sysctl],
  ['systemd.unit', systemdUnit],
  ['timezone', timezone],
  ['user', user],
  ['block', block],
  ['line', line],
  ['mount', mount],
  ['sudoRule', sudoRule],
  ['defaultLocale', defaultLocale],
  ['kernelModule', kernelModule],
  ['locale', locale],
  ['quadlet', quadlet],
  ['swap', swap],
  ['archive', archive],
  ['download', download],
  ['git', git],
  ['logrotate', logrotate],
  ['apt.pin', aptPin],
  ['timer', timer],
]);

/** How trueup's own type of that name is tampered with; undefined where nobody wrote it down. */
export function tamperFor(type: string): Tamper<never> | undefined {
  return catalogue.get(type);
}

/** Of one resource; undefined where nobody wrote down how. `own`: of types that a role brings along, by type. */
export function tamperingsOf(
  { type, want }: Resource,
  all: readonly Resource[],
  own: Readonly<Record<string, Tamper<never>>> = {},
): readonly Tampering[] | undefined {
  return (own[type.type] ?? tamperFor(type.type))?.(want as never, all);
}
