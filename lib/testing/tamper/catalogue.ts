// How each type of resource is tampered with. If a type is missing here, the drift matrix fails and names it.
import type { Resource } from '../../model/resource.js';
import { tamper as absent } from './files/absent.js';
import { tamper as alternative } from './system/alternative.js';
import { tamper as aptKey } from './packages/apt-key.js';
import { tamper as aptPackages } from './packages/packages.js';
import { tamper as aptRepository } from './packages/repository.js';
import { tamper as authorizedKey } from './accounts/authorized-key.js';
import { tamper as certificate } from './files/certificate.js';
import { tamper as command } from './command.js';
import { tamper as cron } from './system/cron.js';
import { tamper as directory } from './files/directory.js';
import { tamper as file } from './files/file.js';
import { tamper as group } from './accounts/group.js';
import { tamper as hostname } from './network/hostname.js';
import { tamper as hostsEntries } from './network/hosts-entries.js';
import { tamper as link } from './files/link.js';
import { tamper as mysqlDatabase } from './mysql/mysql-database.js';
import { tamper as mysqlGrant } from './mysql/mysql-grant.js';
import { tamper as mysqlUndeclared } from './mysql/mysql-undeclared.js';
import { tamper as mysqlUser } from './mysql/mysql-user.js';
import { tamper as nftables } from './network/nftables.js';
import { tamper as release } from './releases/release.js';
import { tamper as service } from './services/service.js';
import { tamper as sysctl } from './system/sysctl.js';
import { tamper as systemdUnit } from './services/unit.js';
import { tamper as timezone } from './system/timezone.js';
import { tamper as user } from './accounts/user.js';
import { tamper as block } from './files/block.js';
import { tamper as line } from './files/line.js';
import { tamper as mount } from './storage/mount.js';
import { tamper as sudoRule } from './accounts/sudo-rule.js';
import { tamper as defaultLocale } from './system/default-locale.js';
import { tamper as kernelModule } from './system/kernel-module.js';
import { tamper as locale } from './system/locale.js';
import { tamper as quadlet } from './services/quadlet.js';
import { tamper as swap } from './storage/swap.js';
import { tamper as archive } from './sources/archive.js';
import { tamper as download } from './sources/download.js';
import { tamper as git } from './sources/git.js';
import { tamper as logrotate } from './system/logrotate.js';
import { tamper as aptPin } from './packages/apt-pin.js';
import { tamper as timer } from './system/timer.js';
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
  ['mysql.undeclared', mysqlUndeclared],
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

/** The tamperings with trueup's own type of that name; undefined if there are none. */
export function tamperFor(type: string): Tamper<never> | undefined {
  return catalogue.get(type);
}

/** The tamperings with one resource; undefined if its type has none. `own`: those with types that a role defines. */
export function tamperingsOf(
  { type, want }: Resource,
  all: readonly Resource[],
  own: Readonly<Record<string, Tamper<never>>> = {},
): readonly Tampering[] | undefined {
  return (own[type.type] ?? tamperFor(type.type))?.(want as never, all);
}
