// A fleet of web, application and database hosts, loaded from real files, and what their roles want.
import { defineRole } from '../../../lib/compile/define-role.js';
import { Type } from '../../../lib/kit.js';
import type { Facts } from '../../../lib/model/facts.js';
import type { Role } from '../../../lib/model/role.js';
import { createCa, issueLeaf } from '../../../lib/pki/local-ca.js';
import { appserver } from '../../../roles/appserver/role.js';
import { mysql } from '../../../roles/mysql/role.js';
import { debian13, declaredIn, folderOf, ubuntu2404, type Declared } from './declared.js';

/** Stands in for the web role: only its name and addresses count here. */
const nginx = defineRole({
  name: 'nginx',
  why: 'answers',
  vars: Type.Object({}),
  resources: () => [],
});

const roles = new Map([nginx, appserver, mysql].map((role) => [role.name, role as Role]));

/** With memory for a database. */
export const debian: Facts = {
  ...debian13,
  ...{ hostname: 'host', interfaces: [], memoryMiB: 4096, virtualization: 'none' },
};
export const ubuntu: Facts = { ...debian, os: ubuntu2404.os };

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

/** Two web servers, two application servers unless said otherwise, one database. */
export async function smallStack({ apps = 2, ...vars }: Stack = {}): Promise<Declared> {
  const files: Record<string, unknown> = { ...vars.files };
  const ca = await createCa('test CA');
  const leaf = await issueLeaf(ca, { names: ['db1'], addresses: ['198.18.77.15'] });
  files['ca.pem'] = ca.certificate;
  files['db1.pem'] = leaf.fullchain;

  const group = (name: string, count: number, first: number): Vars => ({
    hosts: Object.fromEntries(
      Array.from({ length: count }, (_, at) => [
        `${name}${at + 1}`,
        { ansible_host: `198.18.77.${first + at}` },
      ]),
    ),
  });
  const withDatabase = vars.withoutDatabase !== true;
  files['hosts.yml'] = {
    all: {
      children: {
        web: group('web', 2, 31),
        app: group('app', apps, 21),
        ...(withDatabase ? { db: group('db', 1, 15) } : {}),
      },
    },
  };
  files['trueup.yml'] = {
    roles: { web: ['nginx'], app: ['appserver'], ...(withDatabase ? { db: ['mysql'] } : {}) },
  };
  const { app, migrate, session } = canaries;
  files['group_vars/app.yml'] = {
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
  };
  if (withDatabase) {
    const user = { name: 'guestbook', password: app, database: 'guestbook' };
    files['group_vars/db.yml'] = {
      mysql: {
        tls: { certificate: 'db1.pem', key: leaf.key, ca: 'ca.pem' },
        databases: [{ name: 'guestbook' }],
        users: [
          user,
          { ...user, name: 'guestbook_migrate', password: migrate, privileges: ['CREATE', 'SELECT'] },
        ],
        ...vars.mysql,
      },
    };
  }

  const declared = await declaredIn(folderOf(files), roles);
  return { ...declared, wants: (host, machine = debian) => declared.wants(host, machine) };
}
