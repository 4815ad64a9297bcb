// What is refused before any host is connected to, and two names that turn out to be one machine.
import assert from 'node:assert/strict';
import { foresee } from '../../../lib/plan/refuse-before-connecting.js';
import { Machines } from '../../../lib/plan/same-machine.js';
import { preconditionsOf } from '../../../lib/plan/preconditions.js';
import type { Facts } from '../../../lib/model/facts.js';
import { InputErrors } from '../../../lib/model/trueup-error.js';
import { debian13, declaredIn, folderOf } from '../roles/declared.js';
import { stackOf, type Plan } from '../roles/stack.js';
import type { Role } from '../../../lib/model/role.js';
import { redis } from '../../../roles/redis/role.js';

function refusals(run: () => void): readonly string[] {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof InputErrors);
    return error.errors.map(({ message }) => message);
  }
  return [];
}

async function ofStack(plan: Plan): Promise<readonly string[]> {
  const { context } = await stackOf(plan);
  return refusals(() => {
    foresee(context.fleet.hosts, context, {});
  });
}

describe('before any host is connected to', () => {
  const roles = new Map<string, Role>([['redis', redis]]);
  async function ofHosts(hosts: string, selected = /./): Promise<readonly string[]> {
    const { context } = await declaredIn(
      folderOf({
        'hosts.yml': `all: {vars: {redis: {password: abcdefgh, from: [redis]}}, children: {mine: {hosts: {${hosts}}}, other: {hosts: {idle: {ansible_host: 10.0.0.1}}}}}`,
        'trueup.yml': 'roles: {mine: [redis]}',
      }),
      roles,
    );
    const some = context.fleet.hosts.filter(({ name }) => selected.test(name));
    return refusals(() => {
      foresee(some, context, {});
    });
  }
  const same = 'a: this host is the same machine as b (at 10.0.0.1 port 22)';

  it('two hosts with one address and port are refused, also where only one of them is to change', async () => {
    const hosts = 'a: {ansible_host: 10.0.0.1}, b: {ansible_host: 10.0.0.1, ansible_port: 22}';
    assert.deepEqual(await ofHosts(hosts), [same, same.replace('a: ', 'b: ').replace('as b', 'as a')]);
    assert.deepEqual(await ofHosts(hosts, /^a$/), [same]);
    const names =
      'a: {ansible_host: Shop.example, private_address: 10.0.0.1}, b: {ansible_host: shop.example}';
    assert.deepEqual(await ofHosts(names, /a/), [
      'a: this host is the same machine as b (at shop.example port 22)',
    ]);
    const here = 'a: {ansible_connection: local, private_address: 10.0.0.1}, b: {ansible_connection: local}';
    assert.deepEqual(await ofHosts(here, /a/), ['a: this host is the same machine as b (this machine)']);
  });

  it('hosts behind one address with other ports, other jump servers, or without roles are fine', async () => {
    for (const b of ['ansible_port: 23', "ansible_ssh_common_args: '-J bastion'"])
      assert.deepEqual(await ofHosts(`a: {ansible_host: 10.0.0.1}, b: {ansible_host: 10.0.0.1, ${b}}`), []);
  });

  it('what looks like an IPv4 address must be one', async () => {
    assert.deepEqual(await ofHosts('a: {ansible_host: 198.18.77.300}'), [
      'a: 198.18.77.300 is not a valid IPv4 address',
    ]);
  });

  it('a virtual IP that is a host’s own is refused', async () => {
    const own = await ofStack({ vars: 'private_address: 10.0.0.100' });
    const found = 'keepalived.virtual_ip: 10.0.0.100 is the address of lb1';
    assert.deepEqual(own, [`lb1, lb2: ${found}`]);
    assert.deepEqual(await ofStack({}), []);
  });

  it('an application that is nowhere is refused', async () => {
    const [found = ''] = await ofStack({ vars: 'appserver: {source: ../shop}' });
    assert.match(found, /^app1: .*\/shop: no such folder or tarball$/);
  });

  it('a file that is nowhere is refused, with where it was looked for', async () => {
    const told = async (siteFiles: string): Promise<readonly string[]> => {
      const { context } = await stackOf({ siteFiles });
      const { folder } = context.fleet;
      try {
        foresee(context.fleet.hosts, context, {});
      } catch (error) {
        assert.ok(error instanceof InputErrors);
        return error.errors.map(({ message, hint }) =>
          `${message} | ${hint}`.replaceAll(folder, 'INVENTORY'),
        );
      }
      return [];
    };
    const rule = "Relative paths start at the inventory's folder, INVENTORY.";
    assert.deepEqual(await told(', static: site'), [
      `web1: INVENTORY/site: no such folder or tarball | ${rule}`,
    ]);
    assert.deepEqual(await told(', maintenance_page: all.yml'), [
      `web1: INVENTORY/all.yml can't be read: no such file | ${rule} To use INVENTORY/group_vars/all.yml, write group_vars/all.yml.`,
    ]);
    assert.deepEqual(await told(', static: /nowhere/site'), [
      'web1: /nowhere/site: no such folder or tarball | undefined',
    ]);
  });
});

describe('a virtual IP', () => {
  const judged = async (stdout: string, status = 0): Promise<string | undefined> => {
    const { context } = await stackOf({});
    const condition = preconditionsOf(context.fleet.host('lb1'), context).at(-1);
    assert.match(condition?.question.text ?? '', /ip -o route get '?10\.0\.0\.100/);
    return condition?.judge({ status, stdout, stderr: '' })?.found;
  };

  it('is one of a network of the host, or the host has it', async () => {
    assert.equal(await judged('10.0.0.100 dev eth0 src 10.0.0.11 uid 0 \\    cache \n'), undefined);
    assert.equal(
      await judged('local 10.0.0.100 dev lo src 10.0.0.100 uid 0 \\    cache <local> \n'),
      undefined,
    );
  });

  it('is not behind a gateway, nor without a route', async () => {
    const outside = 'keepalived.virtual_ip 10.0.0.100 is outside the networks of this host';
    assert.equal(await judged('10.0.0.100 via 10.9.0.1 dev eth0 src 10.9.0.2 uid 0 \\    cache \n'), outside);
    assert.equal(await judged('RTNETLINK answers: Network is unreachable\n'), outside);
    await assert.rejects(judged('', 1), { code: 'E_UNREADABLE' });
  });

  it('is the operator’s matter where the interface is named', async () => {
    const { context } = await stackOf({ keepalivedMore: ', interface: eth1' });
    const questions = preconditionsOf(context.fleet.host('lb1'), context).map(
      ({ question }) => question.text,
    );
    assert.ok(questions.every((text) => !text.includes('route get')));
  });
});

describe('two names of one machine', () => {
  const factsOf = (bootId: string, ...addresses: readonly string[]): Facts => ({
    ...{ ...debian13, hostname: 'h', bootId },
    interfaces: [
      { name: 'lo', addresses: ['127.0.0.1'] },
      { name: 'eth0', addresses },
    ],
  });

  it('are refused by what the machine reports, whatever the inventory calls it', () => {
    const machines = new Machines();
    machines.claim('shop1', factsOf('x', '10.0.0.1', 'fe80::1'));
    machines.claim('shop1', factsOf('x', '10.0.0.1', 'fe80::1'));
    assert.throws(() => {
      machines.claim('www1', factsOf('x', 'fe80::1', '10.0.0.1'));
    }, /^TrueupError: www1: this host is the same machine as shop1 \(both have the same addresses\)$/);
  });

  it('are not containers of one machine, nor machines with one address in different networks', () => {
    const machines = new Machines();
    machines.claim('a', factsOf('x', '10.0.0.1'));
    machines.claim('b', factsOf('x', '10.0.0.2'));
    machines.claim('c', factsOf('y', '10.0.0.1'));
    machines.claim('d', { ...factsOf('x'), interfaces: [] });
    machines.claim('e', { ...factsOf('x'), interfaces: [] });
  });
});
