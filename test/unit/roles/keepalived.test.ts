// The virtual IP moves within a second, and only when it should.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { debian13, ubuntu2404 } from './declared.js';
import { stackOf, type Plan } from './stack.js';

const file = 'file /etc/keepalived/keepalived.conf';
const nspawn = { ...debian13, virtualization: 'systemd-nspawn' };
const config = (host = 'lb1', plan: Plan = {}, facts = debian13): Promise<string> =>
  stackOf(plan).then((stack) => stack.text(host, file, facts));

describe('the role keepalived', () => {
  it('speaks to its peers alone, each from its own address', async () => {
    const text = await config('lb2', { balancers: 3 });
    assert.match(text, /unicast_src_ip 10\.0\.0\.12$/m);
    assert.deepEqual(text.match(/10\.0\.0\.\d+ min_ttl 255 max_ttl 255/g), [
      '10.0.0.11 min_ttl 255 max_ttl 255',
      '10.0.0.13 min_ttl 255 max_ttl 255',
    ]);
    assert.match(text, /unicast_fault_no_peer/);
  });

  it('has no peers to speak to where it is alone', async () => {
    assert.doesNotMatch(await config('lb1', { balancers: 1 }), /unicast/);
  });

  it('gives each balancer another priority, in the order of the inventory', async () => {
    const priorities = await Promise.all(
      ['lb1', 'lb2', 'lb3'].map(
        async (host) => /^ {4}priority (\d+)/m.exec(await config(host, { balancers: 3 }))?.[1],
      ),
    );
    assert.deepEqual(priorities, ['254', '253', '252']);
  });

  it('takes over in less than a second: three signs of life missed, and the skew', async () => {
    const text = await config('lb2');
    const interval = Number(/advert_int ([\d.]+)/.exec(text)?.[1]);
    const priority = Number(/^ {4}priority (\d+)/m.exec(text)?.[1]);
    assert.ok(3 * interval + ((256 - priority) * interval) / 256 < 1);
  });

  it('starts as a backup and does not take the address back', async () => {
    const text = await config();
    assert.match(text, /state BACKUP\n {4}nopreempt\n/);
    const eager = await config('lb1', { keepalivedMore: ', preempt: true' });
    assert.doesNotMatch(eager, /nopreempt\n/);
    assert.match(eager, /preempt_delay 30/);
  });

  it('follows the process of HAProxy, and asks it, without weights that nopreempt would ignore', async () => {
    const text = await config();
    assert.match(text, /track_process \{\s*haproxy\s*\}/);
    assert.match(text, /track_script \{\s*haproxy_answers\s*\}/);
    assert.doesNotMatch(text, /^ *weight/m);
  });

  describe('the script that asks HAProxy', () => {
    const scriptFor = async (own: string, port: number): Promise<string> => {
      const text = await (await stackOf()).text('lb2', 'file /usr/local/libexec/trueup/haproxy-answers');
      return text.replace('10.0.0.12', own).replace('/8405', `/${port}`);
    };
    const status = async (answer: string | undefined, own = '127.0.0.1'): Promise<number | null> => {
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        if (answer !== undefined) socket.once('data', () => socket.end(answer));
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const child = spawn('bash', ['-c', await scriptFor(own, port)], { stdio: 'ignore' });
      const [code] = (await once(child, 'close')) as [number | null];
      server.close();
      return code;
    };

    it('succeeds with an answer, if the host has its own address', async () => {
      assert.equal(await status('HTTP/1.0 200 OK\r\n\r\n'), 0);
    });

    it('fails without that address, with another answer, and with none', async () => {
      assert.equal(await status('HTTP/1.0 200 OK\r\n\r\n', '127.0.0.12'), 1);
      assert.equal(await status('HTTP/1.0 503 Service Unavailable\r\n\r\n'), 1);
      assert.equal(await status(''), 1);
      assert.equal(await status(undefined), 1);
    });

    it('fails where nothing listens', async () => {
      assert.equal(spawnSync('bash', ['-c', await scriptFor('127.0.0.1', 1)]).status, 1);
    });
  });

  it('says what is missing where the host could tell no interface', async () => {
    const stack = await stackOf();
    await assert.rejects(stack.resources('lb1', debian13, []), {
      code: 'E_INPUT',
      message: /lb1: its interface is unknown, because ip\(8\) is not installed/,
    });
  });

  it('doesn’t follow a process in a container, where the kernel doesn’t tell and keepalived would give up', async () => {
    const text = await config('lb1', {}, nspawn);
    assert.doesNotMatch(text, /track_process|vrrp_no_swap/);
    assert.match(text, /track_script \{\s*haproxy_answers\s*\}/);
  });

  it('asks twice a second where keepalived can, and once where it can’t', async () => {
    assert.match(await config(), /interval 0\.5$/m);
    assert.match(await config('lb1', {}, ubuntu2404), /interval 1$/m);
  });

  it('runs its scripts as a user of their own', async () => {
    const stack = await stackOf();
    assert.match(await config(), /enable_script_security\n {4}script_user keepalived_script$/m);
    const ids = (await stack.resources('lb1')).map(({ id }) => id);
    assert.ok(ids.indexOf('user keepalived_script') < ids.indexOf(file));
    assert.ok(ids.indexOf('file /usr/local/libexec/trueup/haproxy-answers') < ids.indexOf(file));
  });

  it('finds the interface by the private address, and says so where none has it', async () => {
    assert.match(await config(), /interface eth0$/m);
    const stack = await stackOf({ vars: 'private_address: 10.0.0.99' });
    const loopback = [{ name: 'lo', addresses: ['127.0.0.1'] }];
    await assert.rejects(stack.resources('lb1', debian13, loopback), {
      code: 'E_INPUT',
      message: /no interface has the address/,
    });
  });

  it('checks the address and the site behind it once, not on every balancer', async () => {
    const stack = await stackOf();
    const about = (host: string): number =>
      stack.checks(host).filter(({ title }) => /10\.0\.0\.100|the virtual IP/.test(title)).length;
    assert.ok(about('lb1') >= 8);
    assert.equal(about('lb2'), 0);
  });
});
