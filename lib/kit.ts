// Everything that a role may import: resources, checks, scripts, and the building blocks of custom resource types.
export { Type } from './compile/schema-builder.js';
export type { OptionalSchema, Schema, Static, StaticObject } from './model/schema.js';
export { defineRole } from './compile/define-role.js';
export { secretString } from './compile/templates/secret-string.js';
export { bracketed } from './model/bracket-ipv6.js';
export { timeoutOf } from './model/host-timeouts.js';
export { Secret } from './model/secret.js';
export { TrueupError } from './model/trueup-error.js';
export { sh, join } from './shell/sh.js';
export type { Drain, Health, Opening, Precondition, Role, Scope, Standby, Turns } from './model/role.js';
export { isAmong } from './model/opening-clients.js';
export type { RoleVars } from './model/role-name-and-vars.js';
export {
  Unreadable,
  type Access,
  type Change,
  type Confirmation,
  type Impact,
  type Removal,
  type Resource,
  type ResourceType,
  type Revert,
  type Schedule,
  type Undo,
  type Watch,
} from './model/resource.js';
export type { Check, ControllerQuestion, HostQuestion } from './model/check.js';
export type { Fleet, Host, Offered } from './model/fleet.js';
export type { Facts } from './model/facts.js';
export type { Platform } from './model/platform.js';
export type { Answer, Script } from './model/script.js';
export { packages } from './resources/packages/packages.js';
export { service } from './resources/services/service.js';
export { sshdUnits } from './model/sshd-units.js';
export { unit, dropIn } from './resources/services/unit.js';
export { quadlet } from './resources/services/quadlet.js';
export { unitJournal } from './shell/unit-journal.js';
export { clockAgrees } from './checks/clock.js';
export { httpAnswers } from './checks/http.js';
export { httpOnHost } from './checks/http-on-host.js';
export { plainRequest, type PlainRequest } from './checks/shell-http-request.js';
export { openingChecks } from './checks/openings.js';
export { portClosed, portOpen } from './checks/port.js';
export { sameFile } from './checks/same-file.js';
export { couldNotLook } from './checks/inconclusive-check.js';
export { succeeds } from './checks/command-succeeds.js';
export { oldTlsRefused, tlsCertificate } from './checks/tls-certificate.js';
export { unitRuns } from './checks/unit-runs.js';
export { heldByExactlyOne } from './checks/virtual-ip.js';
export type { Blob } from './model/script.js';
export { file } from './resources/files/file.js';
export { directory } from './resources/files/directory.js';
export { link } from './resources/files/link.js';
export { line } from './resources/files/line.js';
export { block } from './resources/files/block.js';
export { absent } from './resources/files/absent.js';
export { user } from './resources/accounts/user.js';
export { group } from './resources/accounts/group.js';
export { repository } from './resources/packages/repository.js';
export { aptKey } from './resources/packages/apt-key.js';
export { aptPin } from './resources/packages/apt-pin.js';
export { release } from './resources/releases/release.js';
export { download } from './resources/sources/download.js';
export { archive } from './resources/sources/archive.js';
export { git } from './resources/sources/git.js';
export { effect } from './resources/effect.js';
export { lookOnWire, seenOnWire, type SeenOnWire } from './resources/network/probe-network.js';
export { certificate, type CertificateWant } from './resources/files/certificate.js';
export { daysLeft, judgeChain } from './pki/check-certificate.js';
export { findClient } from './resources/mysql/mysql-client.js';
export { mysqlDatabase } from './resources/mysql/mysql-database.js';
export { mysqlGrant } from './resources/mysql/mysql-grant.js';
export { mysqlAbsentUser, mysqlUser } from './resources/mysql/mysql-user.js';
export { mysqlUndeclared } from './resources/mysql/mysql-undeclared.js';
export { authorizedKey } from './resources/accounts/authorized-key.js';
export { sudoRule } from './resources/accounts/sudo-rule.js';
export { sysctl } from './resources/system/sysctl.js';
export { hostname } from './resources/network/hostname.js';
export { hostsEntries } from './resources/network/hosts-entries.js';
export { timezone } from './resources/system/timezone.js';
export { locale } from './resources/system/locale.js';
export { defaultLocale } from './resources/system/default-locale.js';
export { alternative } from './resources/system/alternative.js';
export { cron } from './resources/system/cron.js';
export { timer } from './resources/system/timer.js';
export { kernelModule } from './resources/system/kernel-module.js';
export { mount } from './resources/storage/mount.js';
export { swap } from './resources/storage/swap.js';
export { logrotate } from './resources/system/logrotate.js';
export { nftables } from './resources/network/nftables.js';
export { reboot } from './resources/system/reboot.js';
export { command } from './resources/command.js';
export {
  testOf,
  type DeclaredTest,
  type RoleTest,
  type TestCertificate,
  type TestLab,
} from './testing/define-role-test.js';
export { fileTamperings } from './testing/tamper/files/file-tamperings.js';
export type { Tamper, Tampering } from './testing/tamper/tampering.js';
export { defineResource } from './resources/define-resource.js';
export { AnswerReader, textOf } from './resources/answer-reader.js';
export {
  checkAccountName,
  checkField,
  checkMode,
  checkOwner,
  checkPath,
} from './resources/check-paths-and-names.js';
export { ownFiles } from './resources/files/owned-files.js';
export type { FileContent } from './resources/files/replace-file.js';
export { probeShared, readShared, replaceShared, type SharedFile } from './resources/files/shared-file.js';
export { blockOf, marksOf, splitBlock, type Marks } from './resources/files/text-block.js';
