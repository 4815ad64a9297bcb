// What adding, removing or readdressing a host changes on the others, and which of their services it interrupts.
import assert from 'node:assert/strict';
import type { Resource } from '../../../lib/model/resource.js';
import { Secret } from '../../../lib/model/secret.js';
import { roles } from '../../../roles/registry.js';
import type { Data } from './every-variable.js';
import { fiveHosts, WholeStack, type Made } from './whole-stack.js';

type Hosts = Readonly<Record<string, string>>;

interface Effect {
  /** `host id`: declared then and not before, before and not then, or otherwise. */
  readonly changed: readonly string[];
  /** `host unit`, where a change of what it watches can't be taken up by a reload. */
  readonly restarted: readonly string[];
  readonly reloaded: readonly string[];
}

function without(value: unknown, ...keys: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([key]) => !keys.includes(key)));
}

describe('an edit of the fleet', () => {
  let stack: WholeStack;
  let vars: Readonly<Record<string, Data>>;
  before(async () => {
    // The role host refers to no other host.
    stack = await WholeStack.make([...roles.keys()].filter((name) => name !== 'host'));
    // Where the database is follows from the inventory.
    const { appserver, ...others } = stack.vars as Record<string, Record<string, Data>>;
    const database = without(appserver?.['database'], 'host') as Data;
    vars = { ...others, appserver: { ...appserver, database } };
  });

  const known = new Map<Hosts, ReadonlyMap<string, Resource>>();
  const declared = async (hosts: Hosts): Promise<ReadonlyMap<string, Resource>> => {
    const before = known.get(hosts);
    if (before) return before;
    const made: readonly Made[] = await stack.compile(vars, undefined, hosts);
    const now = new Map(made.map(({ host, resource }) => [`${host} ${resource.id}`, resource]));
    known.set(hosts, now);
    return now;
  };

  /** On hosts that are there before and after, with the same address. */
  async function effectOf(from: Hosts, to: Hosts): Promise<Effect> {
    const [before, after] = [await declared(from), await declared(to)];
    const stays = (key: string): boolean => {
      const host = key.replace(/ .*/, '');
      return host in from && from[host] === to[host];
    };
    const keys = [...new Set([...before.keys(), ...after.keys()])].filter(stays);
    const changed = keys.filter((key) => wordsOf(before.get(key)) !== wordsOf(after.get(key)));
    const hit = (watched: 'restartOn' | 'reloadOn'): readonly string[] =>
      keys.filter((key) => {
        const want = after.get(key)?.want as Partial<Record<typeof watched, readonly Resource[]>> | undefined;
        return want?.[watched]?.some(({ id }) => changed.includes(`${key.replace(/ .*/, '')} ${id}`));
      });
    return { changed, restarted: hit('restartOn'), reloaded: hit('reloadOn') };
  }

  /** What is declared, without what it watches, which is compared by itself. */
  function wordsOf(resource: Resource | undefined): string {
    const want = without(resource?.want, 'restartOn', 'reloadOn', 'of');
    return JSON.stringify(
      [resource?.id, want],
      function (this: Record<string, unknown>, key, value: unknown) {
        const held = this[key];
        return held instanceof Secret ? held.reveal() : value;
      },
    );
  }

  const grants = (address: string): readonly string[] => [
    `db1 mysql.user shop@${address}`,
    `db1 mysql.grant shop@${address} on shop.*`,
  ];
  const undeclared = 'db1 mysql.undeclared accounts and test database';
  const nginx = 'web1 file /etc/nginx/nginx.conf';
  const haproxies = ['lb1 file /etc/haproxy/haproxy.cfg', 'lb2 file /etc/haproxy/haproxy.cfg'];
  const keepaliveds = [
    'lb1 file /etc/keepalived/keepalived.conf',
    'lb2 file /etc/keepalived/keepalived.conf',
  ];
  const more = (name: string, address: string): Hosts => ({ ...fiveHosts, [name]: address });

  const edits: readonly (readonly [string, Hosts, Effect])[] = [
    [
      'one more application server',
      more('app2', '10.0.0.32'),
      {
        changed: [nginx, undeclared, ...grants('10.0.0.32')],
        restarted: [],
        reloaded: ['web1 service nginx'],
      },
    ],
    [
      'one more web server',
      more('web2', '10.0.0.22'),
      { changed: haproxies, restarted: [], reloaded: ['lb1 service haproxy', 'lb2 service haproxy'] },
    ],
    [
      'one more balancer',
      more('lb3', '10.0.0.13'),
      {
        changed: [...keepaliveds, nginx],
        restarted: [],
        reloaded: ['lb1 service keepalived', 'lb2 service keepalived', 'web1 service nginx'],
      },
    ],
    ['one more database server', more('db2', '10.0.0.42'), { changed: [], restarted: [], reloaded: [] }],
    [
      'an application server elsewhere',
      more('app1', '10.0.0.39'),
      {
        changed: [nginx, undeclared, ...grants('10.0.0.31'), ...grants('10.0.0.39')],
        restarted: [],
        reloaded: ['web1 service nginx'],
      },
    ],
    [
      'a web server elsewhere',
      more('web1', '10.0.0.29'),
      { changed: haproxies, restarted: [], reloaded: ['lb1 service haproxy', 'lb2 service haproxy'] },
    ],
    [
      'a balancer elsewhere',
      more('lb1', '10.0.0.19'),
      {
        changed: ['lb2 file /etc/keepalived/keepalived.conf', nginx],
        restarted: [],
        reloaded: ['lb2 service keepalived', 'web1 service nginx'],
      },
    ],
    [
      // Who must reach it there is started again; that interrupts nobody (`meanwhile`).
      'a database server elsewhere',
      more('db1', '10.0.0.49'),
      {
        changed: ['-migrate@', '', '-trial@', '-standin'].map(
          (which) => `app1 systemd.unit shop${which}.service`,
        ),
        restarted: ['app1 service shop'],
        reloaded: [],
      },
    ],
  ];
  for (const [title, hosts, effect] of edits) {
    it(`${title}: changes just what must, there and back, and interrupts nothing`, async () => {
      const sorted = ({ changed, restarted, reloaded }: Effect): Effect => ({
        changed: changed.filter((one) => !/ (hostsEntries|nftables) /.test(one)).sort(),
        restarted,
        reloaded,
      });
      for (const ways of [
        [fiveHosts, hosts],
        [hosts, fiveHosts],
      ] as const)
        assert.deepEqual(sorted(await effectOf(ways[0], ways[1])), sorted(effect));
    });
  }

  it('tells every host the names and addresses of all', async () => {
    const { changed } = await effectOf(fiveHosts, more('db2', '10.0.0.42'));
    const told = Object.keys(fiveHosts).flatMap((name) => [
      `${name} hostsEntries /etc/hosts`,
      `${name} nftables /etc/nftables.d/trueup.nft`,
    ]);
    assert.deepEqual([...changed].sort(), told.sort());
  });

  it('has somebody serve while the application starts again', async () => {
    const service = (await declared(fiveHosts)).get('app1 service shop')?.want as { meanwhile?: unknown };
    assert.ok(service.meanwhile);
  });
});
