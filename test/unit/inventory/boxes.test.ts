// An inventory whose hosts are Vagrant's boxes, and what is made at its first use.
import assert from 'node:assert/strict';
import type { Generated } from '../../../lib/inventory/read/read-trueup-generate.js';
import type { BoxesWanted } from '../../../lib/inventory/with-vagrant-boxes.js';
import { complaintsOf, fleetOf, type Files } from './inventory-of.js';

const files: Files = {
  'hosts.yml': `all:
  children:
    boxes:
      vars: {trueup_ssh_config: vagrant}
      hosts: {lb1: {}, web1: {}}
    far:
      hosts: {mail: {ansible_host: 192.0.2.9}}
`,
};

const way = { host: 'web1', configFile: '/boxes/ssh-config' };

describe('hosts that are boxes', () => {
  const asked: BoxesWanted[] = [];
  const boxes = (all: boolean) => ({
    all,
    find: (_folder: string, wanted: BoxesWanted) => {
      asked.push(wanted);
      return Promise.resolve(new Map([['web1', way]]));
    },
  });
  beforeEach(() => {
    asked.length = 0;
  });

  it('are those that say so, and get the way that is found', async () => {
    const fleet = await fleetOf(files, { boxes: boxes(false) });
    assert.deepEqual(asked, [{ names: ['lb1', 'web1'], needed: ['lb1', 'web1'] }]);
    assert.equal(fleet.host('web1').connection.configFile, '/boxes/ssh-config');
    assert.equal(fleet.host('lb1').connection.configFile, 'vagrant');
    assert.equal(fleet.host('mail').connection.configFile, undefined);
  });

  it('are all hosts of an inventory that is given as Vagrant’s', async () => {
    await fleetOf(files, { boxes: boxes(true) });
    assert.deepEqual(asked[0]?.names, ['lb1', 'web1', 'mail']);
  });

  it('need not be up where a run is not about them', async () => {
    await fleetOf(files, { boxes: boxes(false), limit: 'web1,mail' });
    assert.deepEqual(asked, [{ names: ['lb1', 'web1'], needed: ['web1'] }]);
  });

  it('start no vagrant where the inventory is wrong, or has none', async () => {
    const wrong = { 'hosts.yml': 'all: {hosts: {a: {trueup_ssh_config: vagrant, ansible_port: x}}}' };
    assert.equal((await complaintsOf(wrong, { boxes: boxes(false) })).length, 1);
    await fleetOf({ 'hosts.yml': 'all: {hosts: {a: {}}}' }, { boxes: boxes(false) });
    assert.deepEqual(asked, []);
  });
});

describe('what an inventory says is made at first use', () => {
  const inAll = (text: string): Files => ({
    'hosts.yml': `all: {hosts: {a: {}}, vars: {trueup_generate: ${text}}}`,
  });

  it('is made before secrets are read, with what is left out being nothing', async () => {
    const wishes: Generated[] = [];
    await fleetOf(inAll('{secrets: [one]}'), {
      generate: (_folder, wish) => {
        wishes.push(wish);
        return Promise.resolve();
      },
    });
    assert.deepEqual(wishes, [{ secrets: ['one'], certificates: {} }]);
  });

  const wrong: Readonly<Record<string, readonly [Files, RegExp]>> = {
    'a way out of the folder': [inAll('{secrets: [../one]}'), /trueup_generate\.secrets\[0\]: .*"\.\.\/one"/],
    'a certificate named like a path': [inAll('{certificates: {a/b: []}}'), /trueup_generate/],
    'a word of another kind': [inAll('{keys: [a]}'), /trueup_generate\.keys: unknown key/],
    'a host of its own': [
      { 'hosts.yml': 'all: {hosts: {a: {trueup_generate: {secrets: [one]}}}}' },
      /trueup_generate: has no effect here \| Set it in the vars of the group all\./,
    ],
  };
  for (const [what, [written, expected]] of Object.entries(wrong))
    it(`is refused for ${what}`, async () => {
      const complaints = await complaintsOf(written);
      assert.equal(complaints.length, 1, complaints.join('\n'));
      assert.match(complaints[0] ?? '', expected);
    });
});
