// A fleet is what Ansible would make of the same files, with roles' variables validated.
import assert from 'node:assert/strict';
import { Secret } from '../../../lib/model/secret.js';
import { fleetOf, inFolder, nginx, plainSite, testRoles } from './inventory-of.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';

const twoTiers = `
all:
  children:
    web: {hosts: {"web[01:02]": {}}}
    db: {hosts: {db1: {ansible_host: 10.0.0.5, private_address: 10.1.0.5}}}
`;

describe('loadFleet', () => {
  it('keeps hosts in the order written, ranges unfolded', async () => {
    const fleet = await fleetOf({ 'hosts.yml': twoTiers });
    assert.deepEqual(
      fleet.hosts.map(({ name, address, groups }) => [name, address, groups]),
      [
        ['web01', 'web01', ['all', 'web']],
        ['web02', 'web02', ['all', 'web']],
        ['db1', '10.1.0.5', ['all', 'db']],
      ],
    );
  });

  it('lets deeper groups, then group_vars/, then the host, then host_vars/ win, as Ansible does', async () => {
    const fleet = await fleetOf({
      'hosts.yml': `
all:
  vars: {a: all, b: all, c: all, d: all, e: all, f: all}
  children:
    outer:
      vars: {b: outer, c: outer, d: outer, e: outer, f: outer}
      children:
        inner:
          vars: {c: inner, d: inner, e: inner, f: inner}
          hosts: {h: {e: line, f: line}}
`,
      'group_vars/all.yml': 'd: file of all\ne: file of all\nf: file of all',
      'host_vars/h.yml': 'f: file of h',
    });
    assert.deepEqual(
      { ...fleet.host('h').vars, base: undefined },
      { a: 'all', b: 'outer', c: 'inner', d: 'file of all', e: 'line', f: 'file of h', base: undefined },
    );
  });

  it('counts a group’s depth by the longest way from all', async () => {
    const fleet = await fleetOf({
      'hosts.yml': `
all: {children: {short: {}, long: {}}}
long: {children: {longer: {children: {short: {}}}}, vars: {x: long}}
longer: {vars: {x: longer}}
short: {hosts: {h: {}}, vars: {x: short}}
`,
    });
    assert.equal(fleet.host('h').vars['x'], 'short');
    assert.deepEqual(fleet.host('h').groups, ['all', 'long', 'longer', 'short']);
  });

  it('lets ansible_group_priority decide between siblings', async () => {
    const fleet = await fleetOf({
      'hosts.yml': `
all: {children: {a: {}, b: {}}}
a: {hosts: {h: {}}, vars: {x: from a, ansible_group_priority: 10}}
b: {hosts: {h: {}}, vars: {x: from b}}
`,
    });
    assert.equal(fleet.host('h').vars['x'], 'from a');
    assert.equal('ansible_group_priority' in fleet.host('h').vars, false);
  });

  it('merges a role’s mapping key by key, fills defaults in and opens secrets', async () => {
    const good = await fleetOf({
      'hosts.yml': twoTiers,
      'trueup.yml': 'roles: {all: [base], web: [nginx]}',
      'group_vars/all.yml': 'nginx: {server_name: general, key: !file secrets/key}',
      'secrets/key': 'hush\n\n',
      'group_vars/web.yml': "nginx: {server_name: special, env: {A: !secret 'silent', B: plain}}",
    });
    const vars = good.varsOf(good.host('web01'), nginx);
    assert.deepEqual([vars.server_name, vars.workers], ['special', 2]);
    assert.ok(vars.key instanceof Secret);
    assert.equal(vars.key.reveal(), 'hush\n');
    assert.ok(vars.env?.['A'] instanceof Secret);
    assert.equal(vars.env['B'], 'plain');
    assert.ok(!JSON.stringify(good.host('web01').vars).includes('hush'));
  });

  it('replaces what a key of a role’s mapping holds as a whole', async () => {
    const fleet = await fleetOf({
      'hosts.yml': twoTiers,
      'trueup.yml': 'roles: {web: [nginx]}',
      'group_vars/all.yml': 'nginx: {server_name: x, env: {A: general, B: general}}',
      'group_vars/web.yml': 'nginx: {env: {A: special}}',
    });
    assert.deepEqual(fleet.varsOf(fleet.host('web01'), nginx).env, { A: 'special' });
  });

  it('gives hosts their own copies of a shared default and a shared value', async () => {
    const fleet = await fleetOf({
      'hosts.yml': twoTiers,
      'trueup.yml': 'roles: {web: [nginx]}',
      'group_vars/web.yml': 'nginx: {server_name: x, sites: [{path: /}]}',
    });
    const [first, second] = fleet.withRole('nginx').map((host) => fleet.varsOf(host, nginx));
    assert.notEqual(first!.sites, second!.sites);
  });

  it('orders roles by after, then by group and by line', async () => {
    const fleet = await fleetOf({
      'hosts.yml': twoTiers,
      'trueup.yml': 'roles: {db: [appserver, nginx, mysql], all: [base]}',
      'host_vars/db1.yml': 'nginx: {server_name: x}',
    });
    assert.deepEqual(fleet.host('db1').roles, ['base', 'mysql', 'appserver', 'nginx']);
  });

  it('reads several files and a folder of files, and group_vars in folders', async () => {
    const fleet = await fleetOf({
      '10-web.yml': 'web: {hosts: {w: }}',
      'hosts/20-db.yaml': 'db: {hosts: {d: }}',
      'group_vars/web/a.yml': 'x: a\ny: a',
      'group_vars/web/b.yml': 'x: b',
    });
    assert.deepEqual(
      fleet.hosts.map(({ name, vars }) => [name, vars['x'], vars['y']]),
      [
        ['w', 'b', 'a'],
        ['d', undefined, undefined],
      ],
    );
  });

  it('takes one hosts file for an inventory, with what lies beside it', async () => {
    const files = { 'one.yml': 'all: {hosts: {h: }}', 'other.yml': '][', 'trueup.yml': plainSite };
    const names = await inFolder(files, async (folder) => {
      const fleet = await loadFleet(`${folder}/one.yml`, { roles: testRoles });
      return fleet.hosts.map(({ name }) => name);
    });
    assert.deepEqual(names, ['h']);
  });

  it('does without trueup.yml where the caller says so', async () => {
    const fleet = await inFolder({ 'hosts.yml': twoTiers }, (folder) =>
      loadFleet(folder, { roles: testRoles, site: 'optional' }),
    );
    assert.deepEqual(fleet.host('db1').roles, []);
  });

  it('does without secrets that are out of reach where the caller only looks', async () => {
    const files = {
      'hosts.yml': 'web: {hosts: {h: }}',
      'trueup.yml': 'roles: {web: [nginx]}',
      'group_vars/web.yml': 'nginx: {server_name: x, key: !file nowhere}',
    };
    await assert.rejects(fleetOf(files), { name: 'InputErrors' });
    const fleet = await fleetOf(files, { missingSecrets: 'tolerated' });
    assert.equal(JSON.stringify(fleet.varsOf(fleet.host('h'), nginx).key), '"***"');
  });

  it('reads unquoted words as Ansible does', async () => {
    const fleet = await fleetOf({
      'hosts.yml': `all: {hosts: {h: {a: yes, b: 'yes', c: Off, d: 8080, e: "0644", f: 1.5, g: , i: ~}}}`,
    });
    const { vars } = fleet.host('h');
    assert.deepEqual(
      { ...vars, base: undefined },
      { a: true, b: 'yes', c: false, d: 8080, e: '0644', f: 1.5, g: null, i: null, base: undefined },
    );
  });

  it('follows aliases and merge keys', async () => {
    const fleet = await fleetOf({
      'hosts.yml': 'all: {hosts: {h: {one: &x {p: 1, q: 1}, other: {<<: *x, q: 2}}}}',
    });
    assert.deepEqual(fleet.host('h').vars['other'], { q: 2, p: 1 });
  });

  it('knows where each value comes from and what it shadows', async () => {
    const fleet = await fleetOf({
      'hosts.yml': twoTiers,
      'trueup.yml': 'roles: {web: [nginx]}',
      'group_vars/all.yml': 'nginx:\n  server_name: general',
      'host_vars/web01.yml': '\nnginx:\n  server_name: special',
      'host_vars/web02.yml': 'nginx: {}',
    });
    const origins = fleet.originsOf(fleet.host('web01')).get('nginx.server_name');
    assert.deepEqual(
      origins?.map(({ owner, place }) => [owner, place.line, place.column]),
      [
        ['group all', 2, 3],
        ['host web01', 3, 3],
      ],
    );
  });
});
