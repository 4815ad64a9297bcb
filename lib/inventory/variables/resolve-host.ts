// Makes one host of the fleet out of what was written about it.
import { isIP } from 'node:net';
import type { Host, Place } from '../../model/fleet.js';
import type { Role } from '../../model/role.js';
import type { RoleName } from '../../model/role-vars.js';
import { Secret } from '../../model/secret.js';
import { isConnectionVariable } from './connection-schema.js';
import { connectionOf } from './connection-of.js';
import { fillIn } from './fill-in.js';
import type { GroupTree } from '../groups/group-tree.js';
import type { HostFindings } from '../schema/host-findings.js';
import { originsOf, type Origins } from './precedence.js';
import type { Problems } from '../raw/problems.js';
import { roleVars as checkRoleVars } from './role-vars.js';
import type { SchemaCheck } from '../schema/schema-check.js';
import { schemaFindings } from '../schema/schema-findings.js';
import { doubtsIn } from '../raw/doubts.js';
import { plain, plainly, type Opener, type RawEntry, type RawMap } from '../raw/raw.js';
import type { RawHost } from '../raw/raw-inventory.js';

export interface HostContext {
  readonly folder: string;
  readonly home?: string;
  readonly tree: GroupTree;
  readonly roles: ReadonlyMap<RoleName, Role>;
  readonly checks: ReadonlyMap<RoleName, SchemaCheck>;
  readonly connectionCheck: SchemaCheck;
  readonly open: Opener;
  /** For what is needed to connect. */
  readonly openLogin: Opener;
  readonly findings: HostFindings;
  /** Roles that some host has; undefined where site.yml isn't looked at. */
  readonly inUse?: ReadonlySet<RoleName>;
}

export interface ResolvedHost {
  readonly host: Host;
  readonly roleVars: ReadonlyMap<RoleName, unknown>;
  readonly origins: Origins;
}

const addresses = /^(?:ansible_(?:ssh_)?host|private_address)$/;
const passwords = /^ansible_(?:ssh_|become_)?pass(?:word)?$/;

/** The host, with its roles' variables validated. */
export function resolveHost(
  written: RawHost,
  roles: ReadonlyMap<RoleName, Place>,
  given: HostContext,
  problems: Problems,
): ResolvedHost {
  const { name } = written;
  const context = { ...given, folder: written.source.folder };
  const origins = originsOf(written, context.tree, (word) => context.roles.has(word), problems);
  const { single, mappings } = inForce(origins, context.roles);
  const vars: Record<string, unknown> = {};
  for (const [variable, { value }] of single) {
    const opened = plain(value, isConnectionVariable(variable) ? context.openLogin : idly(context.open));
    const secret = passwords.test(variable) && typeof opened === 'string' ? new Secret(opened) : opened;
    vars[variable] = secret;
  }
  checkConnection(name, single, written.place, context);
  for (const { value, doubt } of usedOf(single, mappings)) {
    for (const found of [doubt ?? [], ...doubtsIn(value)].flat()) context.findings.add(name, found);
  }

  const roleVars = new Map<RoleName, unknown>();
  for (const role of new Set([...roles.keys(), ...mappings.keys()])) {
    const check = context.checks.get(role);
    if (!check) continue;
    const entries = mappings.get(role) ?? new Map<string, RawEntry>();
    const place = roles.get(role) ?? written.place;
    const result = checkRoleVars(role, { kind: 'map', place, entries }, check, context.open, context.inUse);
    vars[role] = result.vars;
    if (!roles.has(role)) continue;
    roleVars.set(role, result.vars);
    for (const finding of result.findings) {
      if (!(problems.brokenFile && finding.missing === true)) context.findings.add(name, finding);
    }
  }
  const connection = connectionOf(
    name,
    vars,
    { ...context, placeOf: (variable) => single.get(variable)?.place },
    problems,
  );
  const address = vars['private_address'];
  const host: Host = {
    name,
    address:
      typeof address === 'string' ? fillIn(address, { host: name, folder: context.folder }) : connection.host,
    groups: context.tree.groupsOf(name).map((group) => group.name),
    roles: [...roles.keys()],
    connection,
    vars,
  };
  return { host, roleVars, origins };
}

/** The strongest value of every variable; a role's keys are put back into its mapping. */
function inForce(
  origins: Origins,
  roles: ReadonlyMap<RoleName, Role>,
): {
  readonly single: ReadonlyMap<string, RawEntry>;
  readonly mappings: ReadonlyMap<RoleName, ReadonlyMap<string, RawEntry>>;
} {
  const single = new Map<string, RawEntry>();
  const mappings = new Map<RoleName, Map<string, RawEntry>>();
  for (const [name, offers] of origins) {
    const winner = offers.at(-1);
    const dot = name.indexOf('.');
    const role = dot > 0 ? name.slice(0, dot) : name;
    if (!winner) continue;
    if (!roles.has(role)) single.set(name, winner);
    else if (dot > 0) {
      const mapping = mappings.get(role) ?? new Map<string, RawEntry>();
      mappings.set(role, mapping.set(name.slice(dot + 1), winner));
    }
  }
  return { single, mappings };
}

/** What ansible-vault encrypted for others stays closed. */
function idly(open: Opener): Opener {
  return (sealed) => (sealed.how === 'vault' ? new Secret('unread') : open(sealed));
}

/** What trueup reads of a host's variables. */
function usedOf(
  single: ReadonlyMap<string, RawEntry>,
  mappings: ReadonlyMap<RoleName, ReadonlyMap<string, RawEntry>>,
): readonly RawEntry[] {
  const connection = [...single].flatMap(([name, entry]) => (isConnectionVariable(name) ? [entry] : []));
  return [...connection, ...[...mappings.values()].flatMap((entries) => [...entries.values()])];
}

function checkConnection(
  host: string,
  single: ReadonlyMap<string, RawEntry>,
  place: Place,
  { connectionCheck, findings, folder }: HostContext,
): void {
  const entries = new Map([...single].filter(([name]) => isConnectionVariable(name)));
  const mapping: RawMap = { kind: 'map', place, entries };
  for (const finding of schemaFindings(connectionCheck(plainly(mapping)).errors, mapping)) {
    findings.add(host, finding);
  }
  for (const [name, { value }] of entries) {
    if (value.kind !== 'scalar' || typeof value.value !== 'string') continue;
    const filled = fillIn(value.value, { host, folder });
    if (filled.includes('{{')) {
      const hint = 'Only inventory_hostname and inventory_dir are.';
      findings.add(host, { message: `${name}: templates are not supported here`, place: value.place, hint });
    } else if (addresses.test(name) && !isAddress(filled)) {
      const hint = 'Write an IP address, or a name of letters, digits, dots, dashes and underscores.';
      const message = `${name}: ${JSON.stringify(filled.slice(0, 60))} is not a valid address`;
      findings.add(host, { message, place: value.place, hint });
    }
  }
}

/** It stands in configuration files of many kinds, so it may hold nothing that means something there. */
function isAddress(text: string): boolean {
  return (
    /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9_.])?$/.test(text) ||
    isIP(text.replace(/%\w+$/, '')) !== 0
  );
}
