// YAML and JSON inventories are read as Ansible reads them.
import assert from 'node:assert/strict';
import { complaints, load, names, varOf } from './load-sources.js';

describe('a YAML or JSON inventory', () => {
  it('may have hosts and children as one name, empty groups, and what is not of a group', async () => {
    const { fleet, warnings } = await load(
      {
        production: `
plain: text
web: {hosts: h1, children: sub}
sub-group:
sub: {hosts: {h2:2200: {a: 1}}, extra: {x: 1}}
`,
      },
      ['production'],
    );
    assert.deepEqual(names(fleet), ['h1', 'h2']);
    assert.equal(fleet.host('h2').connection.port, 2200);
    assert.deepEqual(warnings, [
      'production: plain: ignored, because it is not a group',
      'production: sub.extra: ignored, because a group has no such key',
    ]);
  });

  it('has a group’s hosts in the order written, its own before those of its children', async () => {
    const text = 'all: {children: {web: {hosts: {b: , a: }}}, hosts: {c: , a: }}';
    assert.deepEqual(names((await load({ 'x.yml': text }, ['x.yml'])).fleet), ['c', 'a', 'b']);
  });

  it('gives ungrouped hosts and variables of their own', async () => {
    const text = 'ungrouped: {hosts: {mail: }, vars: {role: mail}}\nweb: {hosts: {w: }}';
    const outcome = await load({ 'x.yml': text, 'group_vars/ungrouped.yml': 'v: 1' }, ['x.yml']);
    assert.deepEqual([varOf(outcome, 'mail', 'role'), varOf(outcome, 'mail', 'v')], ['mail', 1]);
    assert.deepEqual(outcome.warnings, []);
  });

  it('has the numbers of JSON where it is JSON', async () => {
    const text = '{"all": {"hosts": {"h": {"a": 1e3, "b": "on",\t"c": null, "a": 2e3}}}}';
    const outcome = await load({ 'x.json': text }, ['x.json']);
    assert.deepEqual(outcome.fleet.host('h').vars, { a: 2000, b: 'on', c: null });
    assert.deepEqual(
      await complaints({ 'x.json': `{"all": ${'['.repeat(100)}${']'.repeat(100)}}` }, ['x.json']),
      ['x.json:1:73 the data is nested more than 64 levels deep'],
    );
  });

  it('is refused where it is a configuration of a plugin', async () => {
    assert.deepEqual(await complaints({ 'x.yml': 'plugin: amazon.aws.aws_ec2' }, ['x.yml']), [
      "x.yml:1:1 Ansible's inventory plugins are not supported",
    ]);
  });
});
