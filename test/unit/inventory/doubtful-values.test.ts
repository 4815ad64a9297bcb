// What is doubtful about a value is told where trueup uses it, and nowhere else.
import assert from 'node:assert/strict';
import { complaintsOf } from './inventory-of.js';

const web = { 'hosts.yml': 'web: {hosts: {h: }}', 'trueup.yml': 'roles: {web: [nginx]}' };

describe('a doubtful value', () => {
  it('is told below a role', async () => {
    const vars =
      'nginx: {server_name: a, server_name: b, env: {a: 12345678901234567890, on: x, b: "x\\0", c: "\\ud800"}}';
    assert.deepEqual(await complaintsOf({ ...web, 'group_vars/web.yml': vars }), [
      'group_vars/web.yml:1:25 h: server_name appears twice in the same mapping | It is already defined on line 1.',
      "group_vars/web.yml:1:50 h: 12345678901234567890 has more digits than a number can hold | Quote it if you mean text: '12345678901234567890'.",
      "group_vars/web.yml:1:72 h: on is read as true | Quote it if you mean text: 'on'.",
      'group_vars/web.yml:1:82 h: a value contains a NUL character, which is not allowed in a shell argument | ',
      'group_vars/web.yml:1:92 h: a value contains a lone surrogate, which is not valid Unicode | ',
    ]);
  });

  it('is told of what says how to reach a host', async () => {
    const vars = 'nginx: {server_name: a}\nansible_port: 0026';
    assert.deepEqual(await complaintsOf({ ...web, 'group_vars/web.yml': vars }), [
      "group_vars/web.yml:2:15 h: 0026 is octal for some YAML parsers and decimal for others | Quote it if you mean text: '0026'.",
    ]);
  });

  it('is nobody’s business where only Ansible reads it', async () => {
    const vars =
      'nginx: {server_name: a}\nenv: {a: 12345678901234567890, on: x, b: "x\\0", c: "\\ud800", c: 0644}\nenv: 1';
    assert.deepEqual(await complaintsOf({ ...web, 'group_vars/web.yml': vars }), []);
  });
});
