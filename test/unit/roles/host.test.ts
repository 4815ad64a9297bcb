// Plain declarations: what becomes of them, in which order, and how groups add to each other's.
import assert from 'node:assert/strict';
import { Secret } from '../../../lib/model/secret.js';
import type { TrueupError } from '../../../lib/model/trueup-error.js';
import { InputErrors } from '../../../lib/model/trueup-error.js';
import { foresee } from '../../../lib/plan/refuse-before-connecting.js';
import { roles } from '../../../roles/registry.js';
import { declaredIn, folderOf, type Declared } from './declared.js';
import type { Data } from './every-variable.js';
import { ofHost } from './host-variables.js';

type Vars = Readonly<Record<string, unknown>>;

/** web1 is in the groups web and seen. */
const stackOf = (
  all: Vars,
  more: Readonly<Record<string, unknown>> = {},
  assigned = ['host'],
): Promise<Declared> =>
  declaredIn(
    folderOf({
      'hosts.yml': {
        all: {
          hosts: { web1: { ansible_host: '10.0.0.1' }, db1: { ansible_host: '10.0.0.2' } },
          children: { web: { hosts: { web1: null } }, seen: { hosts: { web1: null } } },
        },
      },
      'trueup.yml': { roles: { all: assigned } },
      'group_vars/all.yml': { host: all },
      ...more,
    }),
    roles,
  );

const ids = async (stack: Declared, host = 'web1'): Promise<readonly string[]> => [
  ...(await stack.wants(host)).keys(),
];

/** What is refused before any host is asked. */
async function refusal(all: Vars, more?: Readonly<Record<string, unknown>>): Promise<readonly TrueupError[]> {
  try {
    const { context } = await stackOf(all, more);
    foresee(context.fleet.hosts.slice(0, 1), context, {});
  } catch (error) {
    if (error instanceof InputErrors) return error.errors;
    throw error;
  }
  assert.fail('it was taken');
}

describe('the role host', () => {
  it('declares every section, in the order in which things need each other', async () => {
    const vars = { ...ofHost, firewall: {} };
    const files = { 'greeting.njk': '{{ vars.greeting }} {{ vars.name }}', 'greeting.txt': 'hi\n' };
    const stack = await stackOf(vars, files);
    assert.deepEqual(
      (await ids(stack)).map((id) => id.replace(/ SHA256:.*/, '')),
      [
        'apt.repository example',
        'apt.key fetched',
        'apt.repository fetched',
        'apt.packages vim nano-',
        'group deploy',
        'user deploy',
        'authorizedKey deploy',
        'sudoRule deploy',
        'directory /srv/app',
        'absent /srv/old',
        'mount /srv/cache',
        'download /usr/local/bin/tool',
        'archive /opt/tool',
        'git /srv/site',
        'git /srv/other',
        'file /etc/greeting',
        'file /etc/templated',
        'file /etc/copied',
        'absent /etc/gone',
        'link /usr/local/bin/app',
        'line ^limit in /etc/limits.example after [limits]',
        'block own part in /etc/blocks.example',
        'locale de_DE.UTF-8',
        'defaultLocale /etc/default/locale',
        'kernelModule br_netfilter',
        'swap /swapfile',
        'sysctl net.ipv4.ip_forward',
        'alternative editor',
        'quadlet web',
        'service web',
        'timer backup',
        'timer other',
        'cron cleanup',
        'service cron',
        'command initialise the store',
      ],
    );
    assert.equal(await stack.text('web1', 'file /etc/templated'), 'hello world');
    assert.equal(await stack.text('web1', 'file /etc/copied'), 'hi\n');
  });

  it('merges groups entry by entry; the stronger entry replaces the other as a whole', async () => {
    const stack = await stackOf(
      {
        packages: { vim: 'present' },
        files: { '/etc/motd': { content: 'all', mode: '0600' }, '/etc/a.b': { content: 'a' } },
      },
      {
        'group_vars/web.yml': {
          host: { packages: { htop: 'present' }, files: { '/etc/motd': { content: 'web' } } },
        },
        'group_vars/seen.yml': { host: { packages: { sysstat: 'present' } } },
        'host_vars/web1.yml': { host: { packages: { vim: 'absent' } } },
      },
    );
    const wants = await stack.wants('web1');
    assert.deepEqual(
      [...wants.keys()],
      ['apt.packages htop sysstat vim-', 'file /etc/motd', 'file /etc/a.b'],
    );
    assert.deepEqual(wants.get('file /etc/motd'), { path: '/etc/motd', content: 'web' });
    assert.deepEqual((await ids(stack, 'db1'))[0], 'apt.packages vim');
  });

  it('refuses two groups that disagree about one entry, and a template beside a mapping', async () => {
    const two = (web: unknown, seen: unknown) => ({
      'group_vars/web.yml': { host: { files: web } },
      'group_vars/seen.yml': { host: { files: seen }, common: {} },
    });
    const [differing] = await refusal(
      {},
      two({ '/etc/x': { content: '1' } }, { '/etc/x': { content: '2' } }),
    );
    assert.match(differing?.message ?? '', /host\.files\.\/etc\/x has two values/);
    const [mixed] = await refusal({}, two({ '/etc/x': { content: '1' } }, '{{ common }}'));
    assert.match(mixed?.message ?? '', /host\.files is a mapping in .*, and can't be merged/);
  });

  it('takes an empty section, and a template for a whole one', async () => {
    assert.deepEqual(await ids(await stackOf({ files: null })), []);
    const stack = await stackOf(
      { files: '{{ common }}' },
      {
        'host_vars/web1.yml': { common: { '/etc/x': { content: 'x' } } },
        'host_vars/db1.yml': { common: {} },
      },
    );
    assert.deepEqual(await ids(stack), ['file /etc/x']);
  });

  it('ties services to the files that name them', async () => {
    const stack = await stackOf({
      files: { '/etc/a': { content: 'a', restart: ['cron'] }, '/etc/b': { content: 'b', reload: ['cron'] } },
      services: { cron: {} },
    });
    const want = (await stack.wants('web1')).get('service cron') as Record<string, { id: string }[]>;
    assert.deepEqual(
      [want['restartOn'], want['reloadOn']].map((list) => list?.map(({ id }) => id)),
      [['file /etc/a'], ['file /etc/b']],
    );
  });

  it('keeps secrets secret: in a content, in a template’s values, in a command’s environment', async () => {
    const stack = await stackOf(
      {},
      {
        'group_vars/all.yml': `host:
  files:
    /etc/a: {content: !secret canary}
    /etc/b: {template: b.njk, vars: {deep: [{password: !secret canary}]}}
  commands:
    log in: {run: login, unless: test -e /x, environment: {TOKEN: !secret canary}}
`,
        'b.njk': 'password={{ vars.deep[0].password }}',
      },
    );
    const wants = await stack.wants('web1');
    for (const id of ['file /etc/a', 'file /etc/b'])
      assert.ok(wants.get(id)?.['content'] instanceof Secret, id);
    assert.equal(await stack.text('web1', 'file /etc/b'), 'password=canary');
    const { run, unless } = wants.get('command log in') as Record<string, { masked: string; text: string }>;
    assert.match(run?.text ?? '', /export 'TOKEN=canary'/);
    assert.doesNotMatch(`${run?.masked}${unless?.masked}`, /canary/);
  });

  it('refuses what is wrong before any host is asked, and names the variable', async () => {
    const cases: readonly (readonly [Vars, RegExp])[] = [
      [
        { files: { '/etc/x': {} } },
        /host\.files\.\/etc\/x: needs exactly one of content, source and template/,
      ],
      [
        { files: { '/etc/x': { template: 'missing.njk' } } },
        /host\.files\.\/etc\/x: missing\.njk: no such file/,
      ],
      [
        { files: { '/etc/x': { content: 'x', restart: ['nginx'] } } },
        /host\.files\.\/etc\/x\.restart: nginx is not in host\.services/,
      ],
      [{ files: { 'etc/x': 'absent' } }, /host\.files\.etc\/x: unknown key/],
      [
        { repositories: { x: { uris: ['http://x/'], suites: ['./'], key: { url: 'https://x/key' } } } },
        /host\.repositories\.x: apt key "x": it needs fingerprints or a sha256/,
      ],
      [{ commands: { once: { run: 'true' } } }, /host\.commands\.once: needs unless, creates or only_if/],
      [{ users: { root: {} } }, /host\.users\.root: user root is managed by the system/],
      [{ sudo: { 'a.b': { user: 'x', commands: ['ALL'] } } }, /host\.sudo\.a\.b: .*sudo ignores other files/],
      [{ packages: ['vim'] }, /host\.packages: must be a mapping, found a list/],
    ];
    for (const [vars, message] of cases) {
      const [error] = await refusal(vars);
      assert.match(error?.message ?? '', message);
      assert.ok(error?.hint !== undefined || error?.place !== undefined || error?.host !== undefined);
    }
  });

  it('opens ports for groups, and says where nobody would open them', async () => {
    const firewall: Data = { figures: { port: 9100, from: ['web', 'operators'] } };
    const stack = await stackOf({ firewall });
    assert.deepEqual(stack.openings('db1'), [
      { protocol: 'tcp', port: 9100, why: 'figures', from: ['group:web', 'operators'], role: 'host' },
    ]);
    const [first] = foresee(stack.context.fleet.hosts, stack.context, {});
    assert.match(first?.text ?? '', /web1: host\.firewall has no effect, because the role base/);
    const based = await stackOf(
      { firewall },
      {
        'group_vars/db.yml': {},
        'host_vars/db1.yml': { base: { operators: ['10.9.0.0/16'] } },
        'host_vars/web1.yml': { base: { operators: ['10.9.0.0/16'] } },
      },
      ['base', 'host'],
    );
    const rules = [...(await based.wants('db1'))].find(([id]) => id.startsWith('nftables'))?.[1]['rules'];
    assert.match(String(rules), /tcp dport 9100/);
    assert.match(String(rules), /10\.0\.0\.1/);
    await assert.rejects(
      async () => (await stackOf({ firewall: { x: { port: 1, from: ['nobody'] } } })).openings('db1'),
      /host\.firewall\.x\.from: no host is in a group named "nobody"/,
    );
  });
});
