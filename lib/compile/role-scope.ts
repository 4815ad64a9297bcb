// The scope that a role's functions receive.
import { basename, dirname } from 'node:path';
import { readRegularText } from '../bounds/read-bounded-file.js';
import { controllerPath, pathHint } from '../controller-path.js';
import type { Facts } from '../model/facts.js';
import type { Fleet, Host } from '../model/fleet.js';
import { reasonOf } from '../model/file-error-reason.js';
import type { Opening, Role, Scope } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import { platformOf } from '../platform/derive-platform.js';
import { bundleSource, checkSource, type Bundles } from './bundles/bundle-source.js';
import { instancesOf, type Instance } from './role-instances.js';
import { ownFile, templatesOf } from './role-files.js';
import type { Render } from './templates/render.js';

/** What compiling needs in addition to the host. */
export interface CompileContext {
  readonly fleet: Fleet;
  readonly roles: ReadonlyMap<RoleName, Role>;
  /** Folder of the package: `roles/` and `templates/` are in it. */
  readonly packageRoot: string;
  /** Returns a function that renders the templates of a folder. */
  readonly renderIn: (folder: string) => Render;
}

/** What checks and openings see: everything but facts and templates. */
export type FactlessScope = Omit<Scope<unknown>, 'facts' | 'platform' | 'render'>;

/** Throws E_INPUT for a role that doesn't exist. */
export function roleNamed(roles: ReadonlyMap<RoleName, Role>, name: RoleName): Role {
  const role = roles.get(name);
  if (!role)
    throw new TrueupError(
      'E_INPUT',
      `there is no role ${name}; available roles: ${[...roles.keys()].join(', ')}`,
    );
  return role;
}

function readText(path: string, hint: string | undefined): string {
  try {
    return readRegularText(path);
  } catch (error) {
    const why = reasonOf(error);
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new TrueupError('E_INPUT', `${path} can't be read: ${why}`, {
      cause: error,
      ...(isMissing && hint !== undefined && { hint }),
    });
  }
}

const bundlesByContext = new WeakMap<CompileContext, Bundles>();

function bundlesOf(context: CompileContext): Bundles {
  const bundles = bundlesByContext.get(context) ?? (new Map() as Bundles);
  bundlesByContext.set(context, bundles);
  return bundles;
}

/** The part of the scope that needs neither openings nor facts. */
export function withoutOpenings(
  role: Role,
  { instance, vars }: Instance,
  host: Host,
  context: CompileContext,
): Omit<FactlessScope, 'openings'> {
  const { fleet } = context;
  const pathOf = (source: string): string =>
    ownFile(role, source, context.packageRoot) ?? controllerPath(source, fleet);
  const read = (source: string): string => readText(pathOf(source), pathHint(source, fleet));
  return {
    host,
    instance,
    fleet,
    vars,
    read,
    readSecret: (path) => new Secret(read(path)),
    bundle: (source) => bundleSource(source, pathOf, bundlesOf(context)),
    checkSource: (source) => {
      checkSource(source, pathOf, pathHint(source, fleet));
    },
  };
}

/** What all roles of a host listen on. */
export function openingsOf(
  host: Host,
  context: CompileContext,
): readonly (Opening & { readonly role: RoleName })[] {
  return host.roles.flatMap((name) => {
    const role = roleNamed(context.roles, name);
    if (!role.listens) return [];
    return instancesOf(role, host, context.fleet)
      .flatMap((one) => [...(role.listens?.(withoutOpenings(role, one, host, context)) ?? [])])
      .map((opening) => ({ ...opening, role: name }));
  });
}

/** The scope of a role's checks on one host. */
export function factlessScopeOf(
  role: Role,
  one: Instance,
  host: Host,
  context: CompileContext,
): FactlessScope {
  return { ...withoutOpenings(role, one, host, context), openings: openingsOf(host, context) };
}

/** The scope of a role's resources on one host. Templates see `host`, `facts`, `platform`, `vars` and what the role adds. */
export function scopeOf(
  role: Role,
  one: Instance,
  host: Host,
  facts: Facts,
  context: CompileContext,
): Scope<unknown> {
  const scope = factlessScopeOf(role, one, host, context);
  const platform = platformOf(facts);
  const renderOwn = context.renderIn(templatesOf(role, context.packageRoot));
  return {
    ...scope,
    facts,
    platform,
    render(template, values = {}) {
      const known = { host, facts, platform, vars: scope.vars, ...values };
      if (!template.startsWith('project:')) return renderOwn(template, known);
      const ofProject = controllerPath(template, context.fleet);
      return context.renderIn(dirname(ofProject))(basename(ofProject), known);
    },
  };
}
