// A fleet of web, application and database hosts, loaded from real files, and what their roles want.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { compileHost } from '../../../lib/compile/compile-host.js';
import { defineRole } from '../../../lib/compile/define-role.js';
import { factlessScopeOf, openingsOf } from '../../../lib/compile/scope.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import { Type } from '../../../lib/kit.js';
import type { Check } from '../../../lib/model/check.js';
import type { Facts } from '../../../lib/model/facts.js';
import type { Opening, Role } from '../../../lib/model/role.js';
import { createCa, issueLeaf } from '../../../lib/pki/local-ca.js';
import { compileContextOf } from '../../../lib/engine/compile-context.js';
import { appserver } from '../../../roles/appserver/role.js';
import { mysql } from '../../../roles/mysql/role.js';

/** Stands in for the web role: only its name and addresses count here. */
const nginx = defineRole({
  name: 'nginx',
  why: 'answers',
  vars: Type.Object({}),
  resources: () => [],
});

const packageRoot = fileURLToPath(new URL('../../..', import.meta.url));
const roles = new Map([nginx, appserver, mysql].map((role) => [role.name, role as Role]));

export const debian: Facts = {
  hostname: 'host',
  os: { id: 'debian', version: '13', codename: 'trixie' },
  arch: 'x86_64',
  kernel: '6.12',
  bootId: '0',
  cpus: 2,
  memoryMiB: 4096,
  interfaces: [],
  epoch: 0,
  virtualization: 'none',
};
export const ubuntu: Facts = { ...debian, os: { id: 'ubuntu', version: '24.04', codename: 'noble' } };

type Vars = Record<string, unknown>;

/** Secrets that must be seen nowhere but where they are used. */
export const canaries = {
  app: 'canary-app-password',
  migrate: 'canary-migrate-password',
  session: 'canary-session-key',
} as const;

export interface Stack {
  readonly apps?: number;
  readonly appserver?: Vars;
  readonly mysql?: Vars;
  readonly withoutDatabase?: true;
  /** Further files of the inventory's folder. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface SmallStack {
  /** What a host's roles want, by resource id; in order. */
  wants(host: string, facts?: Facts): Promise<Map<string, Record<string, unknown>>>;
  openings(host: string): readonly Opening[];
  checks(host: string): readonly Check[];
}

const folders: string[] = [];

/** Call after the tests. */
export function removeStacks(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

/** Two web servers, two application servers unless said otherwise, one database. */
export async function smallStack({ apps = 2, ...vars }: Stack = {}): Promise<SmallStack> {
  const folder = mkdtempSync(join(tmpdir(), 'stack-'));
  folders.push(folder);
  const put = (name: string, content: unknown): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : stringify(content));
  };
  for (const [name, content] of Object.entries(vars.files ?? {})) put(name, content);
  const ca = await createCa('test CA');
  const leaf = await issueLeaf(ca, { names: ['db1'], addresses: ['198.18.77.15'] });
  put('ca.pem', ca.certificate);
  put('db1.pem', leaf.fullchain);

  const group = (name: string, count: number, first: number): Vars => ({
    hosts: Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `${name}${at + 1}`,
        { ansible_host: `198.18.77.${first + at}` },
      ]),
    ),
  });
  const withDatabase = vars.withoutDatabase !== true;
  put('hosts.yml', {
    all: {
      children: {
        web: group('web', 2, 31),
        app: group('app', apps, 21),
        ...(withDatabase ? { db: group('db', 1, 15) } : {}),
      },
    },
  });
  put('site.yml', {
    roles: { web: ['nginx'], app: ['appserver'], ...(withDatabase ? { db: ['mysql'] } : {}) },
  });
  const { app, migrate, session } = canaries;
  put('group_vars/app.yml', {
    appserver: vars.appserver ?? {
      secrets: { session_key: session },
      database: {
        name: 'guestbook',
        user: 'guestbook',
        password: app,
        migrate_user: 'guestbook_migrate',
        migrate_password: migrate,
      },
    },
  });
  if (withDatabase) {
    const user = { name: 'guestbook', password: app, database: 'guestbook' };
    put('group_vars/db.yml', {
      mysql: {
        tls: { certificate: 'db1.pem', key: leaf.key, ca: 'ca.pem' },
        databases: [{ name: 'guestbook' }],
        users: [
          user,
          { ...user, name: 'guestbook_migrate', password: migrate, privileges: ['CREATE', 'SELECT'] },
        ],
        ...vars.mysql,
      },
    });
  }

  const fleet = await loadFleet(folder, { roles });
  const context = compileContextOf(fleet, { roles, packageRoot });
  return {
    async wants(host, facts = debian) {
      const declared = await compileHost(fleet.host(host), facts, context);
      return new Map(declared.map(({ resource }) => [resource.id, resource.want as Record<string, unknown>]));
    },
    openings: (host) => openingsOf(fleet.host(host), context),
    checks: (name) => {
      const host = fleet.host(name);
      return host.roles.flatMap((role) => {
        const found = roles.get(role);
        return found?.checks ? [...found.checks(factlessScopeOf(found, host, context))] : [];
      });
    },
  };
}
