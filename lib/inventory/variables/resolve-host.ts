// Resolves one host of the inventory.
import { isIP } from 'node:net';
import type { Host, Place } from '../../model/fleet.js';
import type { Role } from '../../model/role.js';
import type { RoleName } from '../../model/role-name-and-vars.js';
import { Secret } from '../../model/secret.js';
import { isConnectionVariable, isPassword } from './connection-schema.js';
import { connectionOf } from './read-connection.js';
import { connectionValues } from './convert-connection-values.js';
import type { Fill } from './lazy-filler.js';
import { inForce, type InForce } from './effective-values.js';
import type { GroupTree } from '../groups/group-tree.js';
import type { HostFindings } from '../schema/host-findings.js';
import { unusableBy } from './connection-plugins.js';
import { originsOf, type Origins } from './precedence.js';
import { Problems } from '../raw/collect-problems.js';
import type { RoleKeys } from './role-keys.js';
import { roleVars as checkRoleVars } from './check-role-vars.js';
import type { SchemaCheck } from '../schema/schema-check.js';
import { schemaFindings } from '../schema/schema-findings.js';
import { doubtsIn } from '../raw/doubtful-values.js';
import { inWords, plain, plainly, type Opener, type RawEntry, type RawMap } from '../raw/raw-value.js';
import type { RawHost } from '../raw/raw-inventory.js';

export interface HostContext {
  readonly folder: string;
  readonly home?: string;
  readonly tree: GroupTree;
  readonly roles: ReadonlyMap<RoleName, Role>;
  readonly keys: RoleKeys;
  readonly checks: ReadonlyMap<RoleName, SchemaCheck>;
  readonly connectionCheck: SchemaCheck;
  readonly open: Opener;
  /** For unused variables: an ansible-vault value is only decrypted when it is read. */
  readonly openIdly: Opener;
  /** For variables that are needed to connect. */
  readonly openLogin: Opener;
  /** Fills in the templates of a host's variable. */
  readonly fill: Fill;
  /** Variables of this run. */
  readonly extra: readonly RawMap[];
  readonly findings: HostFindings;
  /** Templates of connection variables that can't be rendered: they matter only for connecting. */
  readonly unfilled: HostFindings;
  /** Roles that some host has; undefined if trueup.yml isn't read. */
  readonly inUse?: ReadonlySet<RoleName>;
}

/** The roles that a host gets. */
export interface GivenRoles {
  /** In the order they are applied, each with its place in trueup.yml. */
  readonly roles: ReadonlyMap<RoleName, Place>;
  readonly neededBy?: Readonly<Record<RoleName, RoleName>>;
}

export interface ResolvedHost {
  readonly host: Host;
  readonly roleVars: ReadonlyMap<RoleName, unknown>;
  readonly origins: Origins;
  /** The connection variables with their templates filled in. */
  readonly login: LoginVars;
}

const addresses = /^(?:ansible_(?:ssh_)?host|private_address)$/;

/** The host, with its roles' variables validated. */
export function resolveHost(
  written: RawHost,
  { roles, neededBy = {} }: GivenRoles,
  given: HostContext,
  problems: Problems,
): ResolvedHost {
  const { name } = written;
  const context = { ...given, folder: written.source.folder };
  const origins = originsOf(written, context.tree, context.keys, problems, context.extra);
  const asWritten = inForce(origins, context.keys);
  const { inForce: held, broken } = filledIn(name, asWritten, context);
  const { single, mappings } = held;
  const vars: Record<string, unknown> = {};
  // As written, so that a listing shows what Ansible lists.
  for (const [variable, { value }] of asWritten.single) {
    const opened = plain(value, isConnectionVariable(variable) ? context.openLogin : context.openIdly);
    const hide = isPassword(variable) && ['string', 'number'].includes(typeof opened);
    vars[variable] = hide ? new Secret(String(opened)) : opened;
  }
  const values = connectionValues(single, context.openLogin);
  const unusable = unusableBy(values);
  // trueup doesn't check variables that are meant for another plugin.
  const isForeign = unusable?.variable === 'ansible_connection';
  if (!broken.has('') && !isForeign) checkConnection(name, values, written.place, context);
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
    for (const finding of broken.has(role) ? [] : result.findings) {
      if (!(problems.brokenFile && finding.missing === true)) context.findings.add(name, finding);
    }
  }
  const told = plain({ kind: 'map', place: written.place, entries: values }, context.openLogin) as LoginVars;
  const login = { ...context, placeOf: (variable: string) => values.get(variable)?.place };
  const connection = connectionOf(name, told, login, isForeign ? new Problems() : problems);
  const own = told['private_address'];
  const address = own instanceof Secret ? own.reveal() : own;
  const host: Host = {
    name,
    address: typeof address === 'string' ? address : connection.host,
    groups: context.tree.groupsOf(name).map((group) => group.name),
    roles: [...roles.keys()],
    ...(Object.keys(neededBy).length > 0 && { neededBy }),
    connection: unusable ? { ...connection, unusable } : connection,
    vars,
  };
  return { host, roleVars, origins, login: hidden(told) };
}

/** The variables, with passwords as Secrets. */
function hidden(vars: LoginVars): LoginVars {
  const entries = Object.entries(vars).map(([name, value]) => {
    return [name, isPassword(name) && typeof value === 'string' ? new Secret(value) : value] as const;
  });
  return Object.fromEntries(entries);
}

type LoginVars = Readonly<Record<string, unknown>>;

interface FilledIn {
  readonly inForce: InForce;
  /** Roles with a variable that couldn't be filled in, '' for the connection: more errors about them would only be consequences. */
  readonly broken: ReadonlySet<string>;
}

/** A host's variables, with templates filled in in those that trueup uses. */
function filledIn(
  host: string,
  { single, mappings }: InForce,
  { fill, findings, unfilled }: HostContext,
): FilledIn {
  const broken = new Set<string>();
  const filled = (
    entries: ReadonlyMap<string, RawEntry>,
    owner: string,
    isUsed: (name: string) => boolean = () => true,
  ): ReadonlyMap<string, RawEntry> => {
    const all = [...entries].flatMap(([name, entry]) => {
      if (!isUsed(name)) return [[name, entry] as const];
      const { value, finding } = fill(host, owner === '' ? name : `${owner}.${name}`, entry.value);
      if (finding) {
        (owner === '' ? unfilled : findings).add(host, finding);
        broken.add(owner);
      }
      return value ? [[name, { ...entry, value }] as const] : [];
    });
    return new Map(all);
  };
  const filledMappings = [...mappings].map(([role, entries]) => [role, filled(entries, role)] as const);
  return {
    inForce: { single: filled(single, '', isConnectionVariable), mappings: new Map(filledMappings) },
    broken,
  };
}

/** The variables of a host that trueup uses. */
function usedOf(
  single: ReadonlyMap<string, RawEntry>,
  mappings: ReadonlyMap<RoleName, ReadonlyMap<string, RawEntry>>,
): readonly RawEntry[] {
  const connection = [...single].flatMap(([name, entry]) => (isConnectionVariable(name) ? [entry] : []));
  return [...connection, ...[...mappings.values()].flatMap((entries) => [...entries.values()])];
}

function checkConnection(
  host: string,
  entries: ReadonlyMap<string, RawEntry>,
  place: Place,
  { connectionCheck, findings }: HostContext,
): void {
  const mapping: RawMap = { kind: 'map', place, entries };
  for (const finding of schemaFindings(connectionCheck(plainly(mapping)).errors, mapping)) {
    findings.add(host, finding);
  }
  for (const [name, { value }] of entries) {
    const text = value.kind === 'sealed' ? value.text : value.kind === 'scalar' ? value.value : undefined;
    if (!addresses.test(name) || typeof text !== 'string' || isAddress(text)) continue;
    const hint = 'Write an IP address, or a name made of letters, digits, dots, dashes and underscores.';
    const message = `${name}: ${inWords(value)} is not a valid address`;
    findings.add(host, { message, place: value.place, hint });
  }
}

/** It is written into many kinds of configuration files, so it must not contain characters that are special there. */
function isAddress(text: string): boolean {
  return (
    /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9_.])?$/.test(text) ||
    isIP(text.replace(/%\w+$/, '')) !== 0
  );
}
