// Which files an inventory consists of, and in which order they are read.
import assert from 'node:assert/strict';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { complaints, load, names, varOf, type Outcome } from './load-sources.js';

describe('several inventories', () => {
  it('are one, in the order given, lists of hosts among them', async () => {
    const files = {
      'a/hosts': '[web]\nw1 v=1 ansible_ssh_private_key_file=key\n',
      'a/group_vars/web.yml': 'z: a',
      'b/x.yml': 'web: {hosts: {w1: {v: 2}, w2: {ansible_ssh_private_key_file: key}}}',
      'b/group_vars/web.yml': 'z: b',
    };
    const outcome = await load(files, ['a/hosts', 'b', 'x[1:2],w2,y:2200']);
    assert.deepEqual(names(outcome.fleet), ['x1', 'x2', 'y', 'w1', 'w2']);
    assert.deepEqual([varOf(outcome, 'w1', 'v'), varOf(outcome, 'w1', 'z')], [2, 'b']);
    assert.equal(outcome.fleet.host('y').connection.port, 2200);
    const keys = ['w1', 'w2'].map((name) => outcome.fleet.host(name).connection.privateKeyFile);
    assert.match(keys[0] ?? '', /\/a\/key$/);
    assert.match(keys[1] ?? '', /\/b\/key$/);
  });

  it('may have no host as yet, where groups are only listed', async () => {
    const empty = { hosts: '[web]\n' };
    const { fleet, warnings } = await load(empty, ['hosts']);
    assert.ok(fleet.groups.has('web'));
    assert.deepEqual(warnings, ['hosts: the inventory has no hosts']);
    assert.deepEqual(await complaints(empty, ['hosts'], { site: 'ignored' }), [
      'hosts:1:1 the inventory has no hosts',
    ]);
  });

  it('are told when one of them is not there', async () => {
    const roles = { 'trueup.yml': 'roles: {web: [base]}' };
    assert.deepEqual(
      await complaints({ ...roles, 'a/hosts': 'h' }, ['nowhere'], { project: '.', strict: true }),
      ["nowhere:1:1 the inventory nowhere can't be read: no such file"],
    );
    assert.deepEqual(await complaints({ 'a/hosts': 'h' }, ['a/hosts', 'nowhere']), [
      "nowhere:1:1 the inventory nowhere can't be read: no such file",
    ]);
  });
});

describe('a folder', () => {
  it('is read in alphabetical order, sub-folders at their place, without what Ansible ignores', async () => {
    const files = {
      'i/20.yml': 'all: {hosts: {b: }}',
      'i/10/hosts': '[g]\na\n',
      'i/30/deep/z.yml': 'g: {hosts: {c: }}',
      'i/40': 'd x=1\ne\n',
      'i/old.bak': 'x',
      'i/README.md': 'x',
      'i/script.cfg': 'x',
      'i/.hidden': 'x',
      'i/backup~': 'x',
      'i/ec2.ini': 'x',
      'i/Vagrantfile': 'x y',
      'i/secrets/db': 'hunter2',
      'i/password': 'hunter2\n',
      'i/app/config.yml': 'name: x\nport: 1\n',
      'i/app/app.py': 'import os\n',
      'i/app/requirements': 'flask\n',
      'i/app/tasks.yml': '- a: 1\n',
    };
    const { fleet, warnings } = await load(files, ['i']);
    assert.deepEqual(names(fleet), ['b', 'd', 'e', 'a', 'c']);
    assert.deepEqual(warnings, ['i/password: ignored, because it is not an inventory']);
  });

  it('may hold files of other kinds, however large, which are warned of', async () => {
    const large = 'x'.repeat(1024 * 1024 + 1);
    const { fleet, warnings } = await load({ 'i/hosts': 'a', 'i/upload': large, 'i/app/upload': large }, [
      'i',
    ]);
    assert.deepEqual(names(fleet), ['a']);
    assert.deepEqual(warnings, ['i/upload: is larger than 1 MiB']);
    assert.deepEqual(await complaints({ 'i/hosts': large }, ['i']), ['i/hosts:1:1 is larger than 1 MiB']);
  });

  it('has its variables beside it, not in its sub-folders', async () => {
    const files = {
      'i/sub/hosts': '[g]\na\n',
      'i/sub/group_vars/g.yml': 'x: 1',
      'i/group_vars/g.yml': 'y: 1',
    };
    const { fleet } = await load(files, ['i']);
    assert.deepEqual(fleet.host('a').vars, { y: 1 });
  });

  it('that holds itself ends', async () => {
    const said = await complaints({ 'i/hosts': 'a\n' }, ['i'], {}, (folder) => {
      symlinkSync('.', join(folder, 'i/self'));
    });
    assert.match(said.join(), /folders are nested too deeply here/);
  });
});

describe('files of variables', () => {
  it('have names with dots, without an ending, or with one of three', async () => {
    const files = {
      hosts: '[g]\nweb1.example.com\n',
      'host_vars/web1.example.com': 'a: 1',
      'group_vars/g.json': '{"b": 1e3}',
      'group_vars/all/10.yml': 'c: 1\nd: 1',
      'group_vars/all/sub/20': 'd: 2',
      'group_vars/all/no.txt': 'd: 3',
      'group_vars/all/.hidden.yml': 'd: 4',
    };
    const { fleet } = await load(files, ['hosts']);
    assert.deepEqual(fleet.host('web1.example.com').vars, { c: 1, d: 2, b: 1000, a: 1 });
  });

  it('are the first of a name only, as with Ansible', async () => {
    const files = { hosts: 'h\n', 'host_vars/h': 'a: 1', 'host_vars/h.yml': 'b: 1' };
    const { fleet, warnings } = await load(files, ['hosts']);
    assert.deepEqual(fleet.host('h').vars, { a: 1 });
    assert.match(
      warnings.join(),
      /^host_vars\/h\.yml: ignored, as in Ansible, because .*host_vars\/h is read instead$/,
    );
  });

  it('without an owner are a warning, or an error for who is strict', async () => {
    const files = {
      hosts: '[web]\nh\n',
      'group_vars/wep.yml': 'a: 1',
      'host_vars/hh': 'a: 1',
      'host_vars/localhost.yml': 'a: 1',
      'group_vars/ungrouped.yml': 'a: 1',
      'group_vars/notes.txt': 'a: 1',
    };
    const { warnings } = await load(files, ['hosts']);
    const said = [
      'group_vars/wep.yml: there is no group named wep',
      'host_vars/hh: there is no host named hh',
    ];
    assert.deepEqual(warnings, said);
    assert.equal((await complaints(files, ['hosts'], { strict: true })).length, 2);
  });

  it('of the project win over the inventories’, groups of all of them over all groups of those', async () => {
    const files = {
      'inv/hosts': '[parent:children]\nchild\n[child]\nh\n',
      'inv/group_vars/all.yml': 'a: inv\nd: inv',
      'inv/group_vars/child.yml': 'b: inv\nc: inv\nd: child',
      'inv/host_vars/h.yml': 'e: inv\nf: inv',
      'group_vars/all.yml': 'a: project\nd: project',
      'group_vars/parent.yml': 'b: project',
      'host_vars/h.yml': 'f: project',
    };
    const { fleet } = await load(files, ['inv/hosts'], { project: '.' });
    assert.deepEqual(fleet.host('h').vars, {
      a: 'project',
      d: 'child',
      b: 'project',
      c: 'inv',
      e: 'inv',
      f: 'project',
    });
  });
});

describe('trueup.yml', () => {
  const hosts = '[web]\nh\n';
  const rolesOf = ({ fleet }: Outcome): readonly string[] => fleet.host('h').roles;

  it('beside the inventory says which roles groups get; site.yml is not looked at then', async () => {
    const files = {
      'i/hosts': hosts,
      'i/trueup.yml': 'roles: {all: [base]}',
      'i/site.yml': '- hosts: all\n',
    };
    assert.deepEqual(rolesOf(await load(files, ['i'], { site: 'required' })), ['base']);
    assert.deepEqual(rolesOf(await load(files, ['i/hosts'], { site: 'required' })), ['base']);
  });

  it('may be called site.yml, as before', async () => {
    const files = { 'i/hosts': hosts, 'i/site.yml': 'roles: {all: [base]}' };
    assert.deepEqual(rolesOf(await load(files, ['i'], { site: 'required' })), ['base']);
  });

  it('may stand in the project’s folder, for groups that only some of its inventories have', async () => {
    const files = { 'i/hosts': hosts, 'trueup.yml': 'roles: {web: [base], db: [mysql]}' };
    const outcome = await load(files, ['i'], { site: 'required', project: '.' });
    assert.deepEqual(rolesOf(outcome), ['base']);
    assert.deepEqual(outcome.warnings, ['trueup.yml: roles.db: there is no group named db']);
    const list = await load(files, ['h,'], { site: 'required', project: '.' });
    assert.deepEqual(rolesOf(list), []);
  });

  it('is asked for where there is none, or a playbook in its place', async () => {
    const required = { site: 'required' } as const;
    assert.deepEqual(await complaints({ 'i/hosts': hosts }, ['i'], required), [
      'i:1:1 there is no trueup.yml in this folder',
    ]);
    const files = { 'i/hosts': hosts, 'i/site.yml': '- hosts: all\n  roles: [x]\n' };
    assert.deepEqual(await complaints(files, ['i'], required), [
      'i/site.yml:1:1 this is a playbook, which trueup does not run',
    ]);
    assert.deepEqual(rolesOf(await load(files, ['i'])), []);
  });
});

describe('files that cannot be read', () => {
  it('are complaints', async () => {
    const said = await complaints({ hosts: new Uint8Array([0xff, 0xfe]), 'b.toml': 'x = 1' }, [
      'hosts',
      'b.toml',
    ]);
    assert.deepEqual(said, ['b.toml:1:1 TOML is not supported', 'hosts:1:1 is not UTF-8 text']);
    const gone = await complaints({ hosts: 'h', 'i/x': '' }, ['hosts'], {}, (folder) => {
      chmodSync(join(folder, 'hosts'), 0o644);
      symlinkSync('nowhere', join(folder, 'i/y'));
    });
    assert.deepEqual(gone, []);
  });
});
