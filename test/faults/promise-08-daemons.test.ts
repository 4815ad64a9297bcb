// Promise 8, judged by the daemons: what comes of a hostile value that a role takes is a configuration that they take.
import assert from 'node:assert/strict';
import { join as joinScripts, packages, sh, type Resource, type Script } from '../../lib/kit.js';
import { roles } from '../../roles/registry.js';
import { freshHost } from '../contract/fresh-host.js';
import { TestBed } from '../contract/test-bed.js';
import { compileWith, leavesOf, nastyStrings } from '../unit/roles/hostile-vars.js';
import { WholeStack, type Made } from '../unit/roles/whole-stack.js';

/** A configuration, and the variables and values that it came of. */
type Variants = ReadonlyMap<string, string>;

const folder = '/run/trueup-hostile';

/** That there is no such program, or user, is no matter of the unit's text. */
const verify = sh`systemd-analyze verify --man=no "$1" 2>&1 | grep -v ' is not executable: No such file or directory$' || :`;

/** What is checked how. `$1` is the configuration's path. Nothing but silence on stderr is well. */
const daemons: readonly {
  readonly name: string;
  readonly host: string;
  readonly resource: RegExp;
  /** The file's name, where the checker looks at it. */
  readonly as: (resource: string) => string;
  readonly check: Script;
  /** So many configurations at least, or the test has lost its subject. */
  readonly atLeast: number;
}[] = [
  {
    name: 'nginx',
    host: 'web1',
    resource: /^file \/etc\/nginx\/nginx\.conf$/,
    as: () => 'nginx.conf',
    check: sh`nginx -q -t -c "$1"`,
    atLeast: 20,
  },
  {
    name: 'HAProxy',
    host: 'lb1',
    resource: /^file \/etc\/haproxy\/haproxy\.cfg$/,
    as: () => 'haproxy.cfg',
    check: sh`env TLS_CURVES=X25519 haproxy -q -c -f "$1"`,
    atLeast: 10,
  },
  {
    name: 'keepalived',
    host: 'lb1',
    resource: /^file \/etc\/keepalived\/keepalived\.conf$/,
    as: () => 'keepalived.conf',
    // Interfaces are the host's.
    check: sh`keepalived --config-test -f "$1" 2>&1 | grep -vi ' interface ' || :`,
    atLeast: 2,
  },
  {
    name: 'nft',
    host: 'web1',
    resource: /^nftables /,
    as: () => 'rules',
    check: sh`nft -c -f "$1"`,
    atLeast: 10,
  },
  {
    name: 'systemd, of the application',
    host: 'app1',
    resource: /^systemd\.unit shop\.service$/,
    as: () => 'shop.service',
    check: verify,
    atLeast: 100,
  },
  {
    name: 'systemd, of its migrations',
    host: 'app1',
    resource: /^systemd\.unit shop-migrate@\.service$/,
    as: () => 'shop-migrate@.service',
    check: verify,
    atLeast: 100,
  },
];

describe('promise 8: hostile input is treated literally or refused, in bounded time and memory (daemons)', function () {
  this.timeout(600_000);
  let bed: TestBed;
  let usual: readonly Made[];
  const found = new Map<string, Map<string, string>>();

  before(async function () {
    const connection = await freshHost.call(this);
    // A fresh host has a limit of its own; each variable with each hostile text takes longer.
    this.timeout(600_000);
    const stack = await WholeStack.make();
    usual = await stack.compile();
    await collect();
    // Not before: meanwhile nothing would keep the session alive.
    bed = await TestBed.connect(connection);
    await bed.converge([packages({ names: ['nginx', 'haproxy', 'keepalived', 'nftables'] })]);
    // What the configurations name must be there.
    const needed = (made: Made): boolean => /^(lb|web)1$/.test(made.host) && isNamed(made.resource);
    await bed.converge([
      ...new Map(usual.filter(needed).map(({ resource }) => [resource.id, resource])).values(),
    ]);
    const socket = usual.find(({ resource }) => resource.id === 'systemd.unit shop.socket')?.text ?? '';
    await bed.run(sh`mkdir -p ${folder}; printf %s ${socket} >${`${folder}/shop.socket`}`);
  });
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!bed) return;
    await bed.run(sh`rm -rf ${folder}`);
    await bed.close();
  });

  async function collect(): Promise<void> {
    // The role host configures no daemon of its own.
    const names = [...roles.keys()].filter((name) => name !== 'host');
    for (const leaf of (await Promise.all(names.map(leavesOf))).flat()) {
      for (const value of nastyStrings) {
        const made = await compileWith(leaf, value).catch(() => []);
        for (const { host, resource, text } of made) {
          if (text === undefined) continue;
          const key = `${host} ${resource.id}`;
          const variants = found.get(key) ?? new Map<string, string>();
          found.set(key, variants.set(text, `${leaf.name}: ${JSON.stringify(value)}`));
        }
      }
    }
  }

  for (const { name, host, resource, as, check, atLeast } of daemons) {
    it(`are taken by ${name}, once a role has taken them`, async () => {
      const [key = '', variants = new Map() as Variants] =
        [...found].find(([one]) => one.startsWith(`${host} `) && resource.test(one.slice(host.length + 1))) ??
        [];
      assert.ok(variants.size >= atLeast, `${key}: ${variants.size} configurations`);
      const path = `${folder}/${as(key)}`;
      const judged = await bed.run(
        joinScripts([
          sh`
judge() {
  set -- ${path} "$1"
  if said=$( { ${check}
  } 2>&1 ) && [ "$said" = '' ]; then return 0; fi
  printf '%s\n%s\n' "$2" "$said"
}`,
          ...[...variants].map(([text, from]) => sh`printf %s ${text} >${path}; judge ${from}`),
        ]),
      );
      assert.equal(judged, '');
      // That it can tell: a word that nobody knows.
      const broken = await bed.answer(sh`set -- ${path}; printf 'no such word {{{' >"$1"; { ${check}
      } 2>&1`);
      assert.notEqual(`${broken.status} ${broken.stdout}`, '0 ');
    });
  }
});

function isNamed({ id }: Resource): boolean {
  return /^(group|user|directory|certificate|file \/etc\/haproxy\/(tls\/|unavailable)|file \/usr\/local\/libexec\/)/.test(
    id,
  );
}
