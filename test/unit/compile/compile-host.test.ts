import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { compileHost } from '../../../lib/compile/compile-host.js';
import { Type } from '../../../lib/compile/schema-builder.js';
import type { CompileContext } from '../../../lib/compile/role-scope.js';
import type { Fleet, Host } from '../../../lib/model/fleet.js';
import type { Resource } from '../../../lib/model/resource.js';
import type { Role } from '../../../lib/model/role.js';
import { Secret } from '../../../lib/model/secret.js';
import { file } from '../../../lib/resources/files/file.js';
import { packages, type PackagesWant } from '../../../lib/resources/packages/packages.js';
import { service } from '../../../lib/resources/services/service.js';
import { sh } from '../../../lib/shell/sh.js';
import { bareHost } from '../../local-transport.js';
import { debian } from '../roles/small-stack.js';

function role(name: string, resources: () => readonly Resource[]): Role {
  return { name, why: 'for the test', vars: Type.Object({}), resources };
}

function compiled(...roles: Role[]): ReturnType<typeof compileHost> {
  const host: Host = { ...bareHost(), roles: roles.map(({ name }) => name) };
  const fleet = { folder: '/nowhere', hosts: [host], varsOf: () => ({}) } as unknown as Fleet;
  const context: CompileContext = {
    fleet,
    roles: new Map(roles.map((each) => [each.name, each])),
    packageRoot: '/nowhere',
    renderIn: () => () => '',
  };
  return compileHost(host, debian, context);
}

describe('compileHost', () => {
  const motd = (content: string | Secret): Resource => file({ path: '/etc/motd', content });

  it('puts all packages of all roles first, as one resource', async () => {
    const all = await compiled(
      role('a', () => [motd('x'), packages({ names: ['nginx'] })]),
      role('b', () => [packages({ names: ['curl', 'nginx'] })]),
    );
    assert.deepEqual(
      all.map(({ resource }) => resource.id),
      ['apt.packages curl nginx', 'file /etc/motd'],
    );
  });

  it('runs what each role puts away before a retry, whatever the others make of it', async () => {
    const [only] = await compiled(
      role('a', () => [packages({ names: ['nginx'], beforeRetry: sh`echo one; exit 0` })]),
      role('b', () => [packages({ names: ['curl'], beforeRetry: sh`echo two` })]),
      role('c', () => [packages({ names: ['jq'] })]),
    );
    const { beforeRetry } = only?.resource.want as PackagesWant;
    assert.equal(execFileSync('sh', ['-c', beforeRetry?.text ?? ''], { encoding: 'utf8' }), 'one\ntwo\n');
  });

  it('declares once what two roles want alike', async () => {
    const twice = role('a', () => [motd(new Secret('x'))]);
    assert.equal((await compiled(twice, { ...twice, name: 'b' })).length, 1);
  });

  for (const [name, one, other] of [
    ['texts', 'x', 'y'],
    ['secrets', new Secret('x'), new Secret('y')],
    ['a text and a secret', 'x', new Secret('x')],
  ] as const) {
    it(`refuses two roles that disagree: ${name}`, async () => {
      const both = compiled(
        role('a', () => [motd(one)]),
        role('b', () => [motd(other)]),
      );
      await assert.rejects(both, { code: 'E_CONTRADICTION', message: /file \/etc\/motd .* a and b/ });
    });
  }

  it('refuses a package that one role wants and another unwants', async () => {
    const both = compiled(
      role('a', () => [packages({ names: ['nginx'] })]),
      role('b', () => [packages({ names: [], absent: ['nginx'] })]),
    );
    await assert.rejects(both, { code: 'E_CONTRADICTION', message: /nginx/ });
  });

  it('refuses a service that watches what nobody declares', async () => {
    const stray = role('a', () => [
      service({ unit: 'x', running: true, enabled: true, reloadOn: [motd('x')] }),
    ]);
    await assert.rejects(compiled(stray), { code: 'E_CONTRADICTION', message: /watches file \/etc\/motd/ });
  });
});
