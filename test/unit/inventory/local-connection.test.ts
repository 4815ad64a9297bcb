// `ansible_connection: local`: the machine that trueup runs on, and nothing of ssh.
import assert from 'node:assert/strict';
import type { Connection } from '../../../lib/model/fleet.js';
import { fleetOf } from './inventory-of.js';

async function connection(name: string, vars: Readonly<Record<string, unknown>>): Promise<Connection> {
  const fleet = await fleetOf({ 'hosts.yml': JSON.stringify({ all: { hosts: { [name]: vars } } }) });
  return fleet.host(name).connection;
}

const here = {
  transport: 'local',
  host: 'here',
  become: true,
  becomeUser: 'root',
};

describe('a local connection', () => {
  for (const name of ['local', 'ansible.builtin.local'])
    it(`is what Ansible calls ${name}`, async () => {
      assert.deepEqual(await connection('here', { ansible_connection: name }), here);
    });

  it('takes who to become, its address and its pace', async () => {
    const { becomePassword, ...rest } = await connection('here', {
      ansible_connection: 'local',
      ansible_host: '192.0.2.7',
      ansible_become: false,
      ansible_become_user: 'deploy',
      ansible_become_password: 'become it',
      ansible_timeout: 30,
    });
    assert.equal(becomePassword?.reveal(), 'become it');
    assert.deepEqual(rest, {
      ...here,
      ...{ host: '192.0.2.7', become: false, becomeUser: 'deploy', connectTimeoutSeconds: 30 },
    });
  });

  it('passes over how to log in, also where ssh could not honour it', async () => {
    const vars = {
      ...{
        ansible_user: 'me',
        ansible_password: 'secret',
        ansible_port: 2222,
        ansible_private_key_file: 'k',
      },
      ...{
        ansible_ssh_common_args: '-o Unknown=yes',
        trueup_proxy_jump: 'bastion',
        trueup_ssh_config: 'none',
      },
    };
    assert.deepEqual(await connection('here', { ansible_connection: 'local', ...vars }), here);
  });

  it('is not what a host is given for being called localhost: Ansible logs in there by ssh', async () => {
    for (const name of ['localhost', '127.0.0.1'])
      assert.equal((await connection(name, {})).transport, 'auto');
  });
});
