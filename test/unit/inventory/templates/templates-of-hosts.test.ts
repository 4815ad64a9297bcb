// Templates in an inventory: over all that a host is told, lazily, with secrets that stay secret.
import assert from 'node:assert/strict';
import { inventoryJson } from '../../../../lib/explain/inventory-listing.js';
import { Secret } from '../../../../lib/model/secret.js';
import { complaints, load } from '../load-sources.js';
import { complaintsOf, fleetOf, nginx, type Files } from '../inventory-of.js';

const web = (vars: string, more: Files = {}): Files => ({
  'hosts.yml':
    'web: {hosts: {web1.example.com: , web2: {ansible_host: 10.0.0.2, rack: 7}}}\ndb: {hosts: {db1: }}\n',
  'trueup.yml': 'roles: {web: [nginx]}\n',
  'group_vars/web.yml': vars,
  ...more,
});
const plain = 'nginx: {server_name: www}\n';
const name = 'web1.example.com';

describe('templates of an inventory', () => {
  it('say how to reach a host', async () => {
    const vars = `${plain}
domain: example.org
ansible_host: "{{ inventory_hostname_short }}.{{ domain }}"
ansible_port: "{{ 2200 + 22 }}"
ansible_user: "{{ lookup('env', 'WHO') | default('root', true) }}"
ansible_ssh_private_key_file: "{{ inventory_dir }}/keys/{{ group_names[0] }}"
private_address: "{{ hostvars['web2'].ansible_host }}"
`;
    const fleet = await fleetOf(web(vars), { env: { WHO: 'jane' } });
    const { connection, address } = fleet.host(name);
    assert.equal(connection.host, 'web1.example.org');
    assert.equal(connection.port, 2222);
    assert.equal(connection.user, 'jane');
    assert.equal(connection.privateKeyFile, `${fleet.folder}/keys/web`);
    assert.equal(address, '10.0.0.2');
  });

  it('are of no matter for hosts that nobody connects to', async () => {
    const files = { hosts: 'a\nb ansible_host="{{ ansible_env.HOST }}"\n' };
    const listed = await load(files, ['hosts']);
    assert.match(listed.warnings.join(), /^hosts: b: ansible_host: .*ansible_env/);
    assert.equal(listed.fleet.host('b').vars['ansible_host'], '{{ ansible_env.HOST }}');
    const others = await load(files, ['hosts'], { site: 'ignored', limit: 'a' });
    assert.equal(others.warnings.length, 1);
    for (const limit of ['b', 'all'])
      assert.match(
        (await complaints(files, ['hosts'], { site: 'ignored', limit })).join(),
        /b: ansible_host/,
      );
    const roles = { ...files, 'trueup.yml': 'roles: {}\n' };
    assert.match(
      (await complaints(roles, ['hosts'], { site: 'required', limit: 'a' })).join(),
      /b: ansible_host/,
    );
  });

  it('give a role values of the kind that it asks for', async () => {
    const vars = `
count: "{{ lookup('env', 'COUNT') }}"
nginx:
  server_name: "{{ groups['db'] | first }}"
  workers: "{{ count }}"
  mode: "{{ omit }}"
  sites: "{{ paths }}"
  env: {A: "{{ 5 }}", B: "{{ nginx.server_name }}-{{ hostvars.web2.rack }}", C: !unsafe "{{ x }}"}
paths: [{path: "/{{ inventory_hostname }}"}]
`;
    const fleet = await fleetOf(web(vars), { env: { COUNT: '4' } });
    const { server_name, workers, mode, sites, env } = fleet.varsOf(fleet.host(name), nginx);
    assert.deepEqual([server_name, workers, mode], ['db1', 4, undefined]);
    assert.deepEqual(sites, [{ path: `/${name}` }]);
    assert.deepEqual(env, { A: '5', B: 'db1-7', C: '{{ x }}' });
  });

  it('read files', async () => {
    const vars = "nginx: {server_name: \"{{ lookup('file', 'name.txt') }}\"}";
    const fleet = await fleetOf(web(vars, { 'files/name.txt': 'www\n' }));
    assert.equal(fleet.varsOf(fleet.host(name), nginx).server_name, 'www');
  });

  it('that use a secret are secrets', async () => {
    const vars = `
word: !secret canary
nginx:
  server_name: www
  key: "{{ word | upper }}"
  env: {A: "x{{ word }}", B: "{{ word }}", C: "{{ word | length > 3 }}", D: "{{ deep.a }}", E: "{{ deep.b }}"}
deep: {a: !secret canary, b: open}
ansible_password: "{{ word }}"
`;
    const fleet = await fleetOf(web(vars));
    const host = fleet.host(name);
    const { key, env = {} } = fleet.varsOf(host, nginx);
    assert.ok(key instanceof Secret);
    assert.equal(key.reveal(), 'CANARY');
    const { A, B, C, D, E } = env;
    for (const one of [A, B, C, D]) assert.ok(one instanceof Secret);
    assert.equal(E, 'open');
    assert.equal(host.connection.password?.reveal(), 'canary');
    assert.doesNotMatch(JSON.stringify([inventoryJson(fleet), host]), /canary/i);
    const shown = await complaintsOf(web('word: !secret canary\nnginx: {server_name: "{{ word }}"}'));
    assert.match(shown.join('\n'), /nginx\.server_name: must not be a secret/);
    assert.doesNotMatch(shown.join('\n'), /canary/);
  });

  it('that nobody uses are left alone', async () => {
    const vars = `${plain}other: "{{ nope | nofilter }}"\nmore: "{{ a"\n`;
    const fleet = await fleetOf(web(vars));
    assert.equal(fleet.host(name).vars['other'], '{{ nope | nofilter }}');
  });

  it('name their circle', async () => {
    const vars = `${plain}ansible_host: "{{ a }}"\na: "{{ b }}"\nb: "x{{ a }}"\n`;
    assert.deepEqual(await complaintsOf(web(vars)), [
      'group_vars/web.yml:3:4 web1.example.com: a: templates refer to each other in a cycle: a → b → a | ',
    ]);
  });

  it('name the place of the template that is wrong, and say no more', async () => {
    const vars = `nginx: {server_name: "{{ deep.er }}", workers: x}\ndeep: {er: "{{ nope }}"}\nansible_user: "{{ me | uper }}"\nme: x\n`;
    assert.deepEqual(await complaintsOf(web(vars)), [
      "group_vars/web.yml:2:12 web1.example.com, web2: deep.er: nope is not defined | Define it, or give it a default: nope | default('…').",
      'group_vars/web.yml:3:15 web1.example.com, web2: ansible_user: there is no filter named uper | Did you mean upper?',
    ]);
  });
});
