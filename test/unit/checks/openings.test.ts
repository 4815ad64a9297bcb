// From what roles listen on follows who must get in, and who must not.
import assert from 'node:assert/strict';
import { stackOf } from '../roles/stack.js';

/** Titles of the checks about ports of a host. */
async function about(host: string, plan: Parameters<typeof stackOf>[0] = {}): Promise<readonly string[]> {
  const stack = await stackOf(plan);
  return stack
    .checks(host)
    .map(({ title }) => title)
    .filter((title) => / is (open|closed) to /.test(title))
    .map((title) => title.replace(new RegExp(`^port (\\d+) on ${host} is`), '$1'));
}

describe('checks of openings', () => {
  it('lets in those who need a port, and tries every other kind of host and the controller', async () => {
    assert.deepEqual(
      (await about('app1')).filter((title) => title.startsWith('8000')),
      ['8000 open to web1', '8000 closed to lb2', '8000 closed to db1', '8000 closed to the controller'],
    );
  });

  it('takes the controller for an operator', async () => {
    const ssh = (await about('db1')).filter((title) => title.startsWith('22'));
    assert.ok(ssh.includes('22 open to the controller'));
    assert.ok(ssh.includes('22 closed to app1'));
  });

  it('holds what is for anyone open to anyone', async () => {
    const site = (await about('lb1')).filter((title) => title.startsWith('443'));
    assert.deepEqual(
      site.filter((title) => title.includes('closed')),
      [],
    );
    assert.ok(site.includes('443 open to the controller'));
  });

  it('asks each of a few peers, and some of many', async () => {
    const few = (await about('app1', { webs: 3 })).filter((title) => title.startsWith('8000 open'));
    assert.deepEqual(few, ['8000 open to web1', '8000 open to web2', '8000 open to web3']);
    const many = (await about('app1', { webs: 9 })).filter((title) => title.startsWith('8000 open'));
    assert.equal(many.length, 5);
    assert.ok(many.includes('8000 open to web1') && many.includes('8000 open to web9'));
  });

  it('asks the controller nothing that it can’t see from behind a jump host', async () => {
    const titles = await about('app1', { vars: 'ansible_ssh_common_args: -J bastion.example.org' });
    assert.deepEqual(
      titles.filter((title) => title.includes('the controller')),
      [],
    );
    assert.ok(titles.includes('8000 open to web1'));
  });
});
