// The stack with a database and a cache on one host, defaults wherever there are some; and what its roles declare there.
import { compileHost } from '../../../../lib/compile/compile-host.js';
import type { Facts } from '../../../../lib/model/facts.js';
import type { Resource } from '../../../../lib/model/resource.js';
import { createCa, issueLeaf } from '../../../../lib/pki/local-ca.js';
import { roles } from '../../../../roles/registry.js';
import { debian13, declaredIn, folderOf, type Declared } from '../../roles/declared.js';

/** A host of each role. The role host has nothing of its own. */
const hosts: Readonly<Record<string, string>> = {
  base: 'db1',
  haproxy: 'lb1',
  keepalived: 'lb1',
  nginx: 'web1',
  appserver: 'app1',
  mysql: 'db1',
  redis: 'db1',
};

/** Role → what it declares on Debian 13. */
export async function declaredByRoles(): Promise<ReadonlyMap<string, readonly Resource[]>> {
  const { context } = await exampleStack();
  const declared = new Map<string, readonly Resource[]>();
  for (const [role, name] of Object.entries(hosts)) {
    const host = context.fleet.host(name);
    const interfaces = [{ name: 'eth0', addresses: [host.address] }];
    const facts: Facts = { ...debian13, hostname: name, interfaces };
    const all = await compileHost(host, facts, context, [role]);
    declared.set(
      role,
      all.map(({ resource }) => resource),
    );
  }
  return declared;
}

async function exampleStack(): Promise<Declared> {
  const ca = await createCa('example');
  const names = ['www.example.org', 'db1'];
  const leaf = await issueLeaf(ca, { names, addresses: ['192.0.2.15'] });
  const host = (last: number) => ({ ansible_host: `192.0.2.${last}` });
  const database = { name: 'guestbook', user: 'guestbook', password: 'example' };
  const folder = folderOf({
    'hosts.yml': {
      all: {
        children: {
          lb: { hosts: { lb1: host(11), lb2: host(12) } },
          web: { hosts: { web1: host(13) } },
          app: { hosts: { app1: host(14) } },
          db: { hosts: { db1: host(15) } },
        },
      },
    },
    'trueup.yml': {
      roles: {
        all: ['base'],
        lb: ['haproxy', 'keepalived'],
        web: ['nginx'],
        app: ['appserver'],
        db: ['mysql', 'redis'],
      },
    },
    'group_vars/all.yml': {
      base: { operators: ['192.0.2.0/24'] },
      keepalived: { virtual_ip: '192.0.2.100' },
      nginx: {
        static: 'builtin:site',
        server_name: 'www.example.org',
        certificate: 'site.pem',
        certificate_key: leaf.key,
        certificate_authority: 'ca.pem',
      },
      appserver: { secrets: { session_key: 'example' }, database },
      mysql: {
        tls: { certificate: 'site.pem', key: leaf.key, ca: 'ca.pem' },
        databases: [{ name: 'guestbook' }],
        users: [{ name: 'guestbook', password: 'example', database: 'guestbook' }],
      },
      redis: { password: 'example' },
    },
    'site.pem': leaf.fullchain,
    'ca.pem': ca.certificate,
  });
  return declaredIn(folder, roles);
}
