// Loads an inventory: reads it, applies precedence, validates everything, and only then returns a fleet.
import { existsSync } from 'node:fs';
import type { Place } from '../model/fleet.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import type { TrueupError } from '../model/trueup-error.js';
import type { LoadRoles } from '../roles/wanted-roles.js';
import type { IdentitySettings } from '../secrets/identities.js';
import type { VaultSettings } from '../secrets/vault/vault-passwords.js';
import { checkNames, checkRolesOfRun } from './variables/check-variable-names.js';
import { connectionSchema } from './variables/connection-schema.js';
import { groupTree, type GroupTree } from './groups/group-tree.js';
import { HostFindings } from './schema/host-findings.js';
import { inventoryFiles, type InventoryFiles } from './read/inventory-files.js';
import { LoadedFleet, type Group } from './loaded-fleet.js';
import type { MissingSecrets } from './read/missing-secrets.js';
import { secretOpener } from './read/secret-tags.js';
import { openVaults } from './read/decrypt-vault-variables.js';
import { Problems } from './raw/collect-problems.js';
import { readGenerated, type Generated } from './read/read-trueup-generate.js';
import { readInventory } from './read/read-inventory.js';
import { findSite, howToAssign, readSite } from './read/read-trueup-yml.js';
import { resolveHost, type GivenRoles, type HostContext } from './variables/resolve-host.js';
import { filling } from './variables/lazy-filler.js';
import { roleKeysOf } from './variables/role-keys.js';
import { writtenSchema } from '../compile/role-instances.js';
import { assignedRoles } from './variables/roles-of-host.js';
import { withNeeded } from './variables/needed-roles.js';
import { schemaCheck, type SchemaCheck } from './schema/schema-check.js';
import { projectFoldersOf } from '../roles/project-folders.js';
import { siteRoles, type SiteRoles } from './load-trueup-yml-roles.js';
import { select } from './patterns/select-hosts.js';
import { unseal } from './read/decrypt-age-values.js';
import { vaultAccess } from './read/lazy-vault-passwords.js';
import { readExtraVars } from './read/extra-vars.js';
import { withBoxes, type Boxes } from './with-vagrant-boxes.js';
import type { RawInventory } from './raw/raw-inventory.js';

export interface LoadOptions {
  /** The built-in roles. */
  readonly roles: ReadonlyMap<RoleName, Role>;
  /** Loads the roles of the project and its packages, as trueup.yml names them; if absent, there are only built-in roles. */
  readonly loadRoles?: LoadRoles;
  /** A host pattern to validate as well; `select` applies it. */
  readonly limit?: string;
  /** The pattern may name the controller even if the inventory doesn't list it: for commands that run on any host. */
  readonly implicit?: true;
  /** The current folder: its group_vars/, host_vars/ and trueup.yml are read, too. */
  readonly project?: string;
  /** Whether trueup.yml may be absent, or is ignored; then no host has a role. */
  readonly site?: 'required' | 'optional' | 'ignored';
  /** Whether a secret that can't be read is an error; `wrong` by default. */
  readonly missingSecrets?: MissingSecrets;
  /** Where the identity for `!age` values is; only read if there are such values. */
  readonly identity?: IdentitySettings;
  /** Where the ansible-vault passwords are; only read if something is encrypted with it. */
  readonly vault?: VaultSettings;
  /** Variables for this run: `role.key=value`, `@file` or JSON; they override all others. */
  readonly extra?: readonly string[];
  /** The environment, for templates that look something up in it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The folder that `~` in paths stands for. Defaults to the user's home. */
  readonly home?: string;
  /** Generates what the inventory declares in trueup_generate, before secrets are read; if absent, nothing is generated. */
  readonly generate?: (folder: string, wish: Generated) => Promise<void>;
  /** Receives the warnings; `strict` turns them into errors. */
  readonly onWarning?: (warning: TrueupError) => void;
  readonly strict?: boolean;
  /** Finds the connection settings of Vagrant boxes; absent if no connection is made. */
  readonly boxes?: Boxes;
}

/**
 * The fleet of an inventory: of a folder, a file, a list of hosts, or several of these, merged in this order.
 * Throws InputErrors with all errors found. Uses no network itself; scripts among the files may.
 */
export async function loadFleet(
  given: string | readonly string[],
  options: LoadOptions,
): Promise<LoadedFleet> {
  const problems = new Problems();
  const files = inventoryFiles(given, problems, options);
  const access = vaultAccess(options.vault, problems);
  const pattern = options.implicit && options.limit;
  const inventory = await readInventory(files, { vaults: access, pattern }, problems);
  const extra = await readExtraVars(options.extra ?? [], problems);
  inventory.extra.push(...extra.maps);
  const tree = groupTree(inventory, problems);
  if (inventory.hosts.size === 0 && !problems.any) {
    const place = startOf(files.sources[0]?.name ?? files.folder);
    // There is still something to list: its groups, and their variables.
    if (options.site === 'optional') problems.warn('the inventory has no hosts', { place });
    else problems.add('the inventory has no hosts', { place });
  }
  const { entries: site, roles: available } = await siteOf(files, inventory, options, problems);
  // A variable named after a role that no host has belongs to another tool.
  const namesInUse = new Set(
    withNeeded(
      site.map(({ role }) => role),
      available,
    ).keys(),
  );
  const roles = new Map([...available].filter(([name]) => namesInUse.has(name)));
  const keys = roleKeysOf(roles);
  const { isRole } = keys;
  // Even a command that only connects needs the secrets to log in with.
  const missing = options.site === 'ignored' ? 'wrong' : options.missingSecrets;
  const vaults = await openVaults(inventory, { access, missing: missing ?? 'wrong', isRole }, problems);
  checkNames(inventory, roles, problems);
  if (site.length > 0) checkRolesOfRun(extra.roles, roles, problems);
  const generated = await readGenerated(inventory, problems);
  if (generated && !problems.any) await options.generate?.(files.folder, generated);
  const unsealed = await unseal(inventory, options, problems);
  const projectFolders = projectFoldersOf(findSite(files.vars)?.path, options.project);
  const sealed = { unsealed, vaults, starts: { folder: files.folder, projectFolders, home: options.home } };
  const open = secretOpener(problems, sealed, options.missingSecrets);
  const context: HostContext = {
    folder: files.folder,
    tree,
    roles,
    extra: inventory.extra,
    keys,
    checks: await checksFor(roles),
    connectionCheck: await schemaCheck(connectionSchema),
    open,
    fill: filling(inventory, { tree, keys, open, ...options }),
    openIdly: (one) => (one.how === 'vault' ? vaults.later(one.text) : open(one)),
    openLogin: secretOpener(problems, sealed, missing),
    findings: new HostFindings(),
    unfilled: new HostFindings(),
    ...(options.home !== undefined && { home: options.home }),
  };
  const implicit = [...inventory.hosts.values()].filter((host) => host.implicit);
  const listed = tree.membersOf('all').flatMap((name) => inventory.hosts.get(name) ?? []);
  const assigned = [...listed, ...implicit].map((host) => {
    const all = { tree, roles: available };
    return { host, ...(host.implicit ? noRoles : assignedRoles(host.name, site, all, problems)) };
  });
  const inUse = new Set(assigned.flatMap(({ roles }) => [...roles.keys()]));
  const resolved = assigned.map(({ host, ...given }) =>
    resolveHost(host, given, { ...context, inUse }, problems),
  );
  context.findings.addTo(problems);
  const rest = {
    folder: files.folder,
    projectFolders,
    roles: available,
    groups: new Map(tree.names.map((name) => [name, groupOf(name, tree)])),
    roleVars: new Map(resolved.map(({ host, roleVars }) => [host.name, roleVars])),
    origins: new Map(resolved.map(({ host, origins }) => [host.name, origins])),
    login: new Map(resolved.map(({ host, login }) => [host.name, login])),
    places: new Map([...inventory.hosts.values()].map(({ name, place }) => [name, place])),
  };
  const fleet = new LoadedFleet({ ...rest, hosts: resolved.map(({ host }) => host) });
  const { limit } = options;
  if (limit !== undefined && !problems.any) problems.attempt(() => select(fleet, limit));
  context.unfilled.addTo(problems, touchedBy(fleet, options, problems));
  if (options.strict) problems.takeWarningsForErrors();
  // Before the errors, because a warning may explain one.
  for (const warning of problems.warnings) options.onWarning?.(warning);
  problems.throwIfAny();
  if (!options.boxes) return fleet;
  return new LoadedFleet({ ...rest, hosts: await withBoxes(fleet, options.boxes, limit) });
}

/** The hosts that will be connected to; undefined for all, because with roles, a host may need any of the others. */
function touchedBy(
  fleet: LoadedFleet,
  { site, limit }: LoadOptions,
  problems: Problems,
): ReadonlySet<string> | undefined {
  if (site === 'optional') return new Set();
  if (site !== 'ignored' || limit === undefined || problems.any) return undefined;
  return new Set(select(fleet, limit).map(({ name }) => name));
}

async function siteOf(
  files: InventoryFiles,
  inventory: RawInventory,
  { roles: builtin, loadRoles: load, site, project }: LoadOptions,
  problems: Problems,
): Promise<SiteRoles> {
  const none = { entries: [], roles: builtin };
  if (site === 'ignored') return none;
  const file = findSite(files.vars);
  const groups = [...inventory.groups.keys()];
  const known = { groups, incomplete: inventory.incomplete, optional: site === 'optional' };
  if (file) {
    const said = await readSite(file, known, problems);
    return siteRoles(said, file.path, { builtin, load, project }, problems);
  }
  // A missing folder has already been reported.
  if (site !== 'optional' && existsSync(files.folder))
    problems.add('there is no trueup.yml in this folder', {
      place: startOf(files.folder),
      hint: howToAssign,
    });
  return none;
}

const noRoles: GivenRoles = { roles: new Map() };

/** Compiled schemas of the roles in use. */
async function checksFor(roles: ReadonlyMap<RoleName, Role>): Promise<ReadonlyMap<RoleName, SchemaCheck>> {
  const checks = new Map<RoleName, SchemaCheck>();
  for (const [name, role] of roles) checks.set(name, await schemaCheck(writtenSchema(role)));
  return checks;
}

function groupOf(name: string, tree: GroupTree): Group {
  return {
    name,
    children: tree.childrenOf(name),
    hosts: tree.ownHostsOf(name),
    members: tree.membersOf(name),
  };
}

function startOf(file: string): Place {
  return { file, line: 1, column: 1 };
}
