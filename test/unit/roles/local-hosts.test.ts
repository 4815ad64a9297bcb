// The controller in an inventory: the other hosts don't take its loopback for an address.
import assert from 'node:assert/strict';
import { hostsWith, type HostWith } from './hosts-with.js';

const ruleset = 'nftables /etc/nftables.d/trueup.nft';
const web: HostWith = { roles: ['base'] };
const vars = { base: { operators: ['198.51.100.7'], reject_fleet: true } };

function controller(address: string, more: Partial<HostWith> = {}): HostWith {
  return { roles: [], ...more, vars: { ansible_connection: 'local', ansible_host: address, ...more.vars } };
}

describe('the controller in an inventory', () => {
  for (const address of ['localhost', '127.0.0.1', '::1']) {
    it(`is nobody to the others at ${address} if it has no role`, async () => {
      const declared = await hostsWith({ web1: web, here: controller(address) }, vars);
      const all = JSON.stringify([...(await declared.wants('web1'))]);
      assert.doesNotMatch(all, /"here"/);
      assert.doesNotMatch(await declared.text('web1', ruleset), /127\.0\.0\.1|::1\b/);
    });

    it(`needs an address that others can use instead of ${address} if it has a role`, async () => {
      const declared = await hostsWith({ web1: web, here: controller(address, { roles: ['base'] }) }, vars);
      await assert.rejects(declared.resources('web1'), {
        code: 'E_INPUT',
        message: /^here: .*(is not an IP address|can't reach it)/,
        hint: /^Set private_address /,
      });
      const mended = await hostsWith(
        {
          web1: web,
          here: controller(address, { roles: ['base'], vars: { private_address: '10.0.0.9' } }),
        },
        vars,
      );
      assert.match(JSON.stringify([...(await mended.wants('web1'))]), /"10\.0\.0\.9","names":\["here"\]/);
    });
  }

  it('logs in as nobody, so that sshd may refuse root', async () => {
    const here = controller('10.0.0.9', {
      roles: ['base'],
      vars: { ansible_user: 'root', ansible_password: 'not used' },
    });
    const declared = await hostsWith({ here }, vars);
    const sshd = await declared.text('here', 'file /etc/ssh/sshd_config.d/00-trueup.conf');
    assert.match(sshd, /^PermitRootLogin no$/m);
    assert.match(sshd, /^PasswordAuthentication no$/m);
  });

  it('is no outsider to whom ports must be closed: it is an operator', async () => {
    const titles = async (hosts: Readonly<Record<string, HostWith>>): Promise<readonly string[]> =>
      (await hostsWith(hosts, vars)).checks('web1').map(({ title }) => title);
    const own = { vars: { private_address: '10.0.0.9' } };
    for (const here of [controller('localhost'), controller('localhost', { roles: ['base'], ...own })])
      assert.deepEqual(
        (await titles({ web1: web, here })).filter((title) => / is (open|closed) to /.test(title)),
        ['port 22 on web1 is open to the controller'],
      );
    // Of itself every port is open to it.
    const itself = await hostsWith(
      { web1: web, here: controller('localhost', { roles: ['base', 'redis'], ...own }) },
      { ...vars, redis: { password: 'a long password', from: ['base'] } },
    );
    const closed = itself.checks('here').filter(({ title }) => title.includes('closed to the controller'));
    assert.deepEqual(
      closed.map(({ title }) => title),
      [],
    );
  });
});
