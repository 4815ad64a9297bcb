// Which hosts a lab can have.
import assert from 'node:assert/strict';
import { checkLabHosts } from '../../../lib/lab/network/allowed-addresses.js';
import { prefixLength } from '../../../lib/lab/network/lab-subnets.js';
import { labOf } from '../../../lib/lab/settings/lab-from-addresses.js';
import { theLab } from '../../../lib/lab/settings/lab-settings.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { lab } from './lab-settings.js';

const a = { name: 'a', address: '192.0.2.11' };
const refused = [
  ['no host at all', [], /no hosts/],
  ['an address outside the network', [{ name: 'a', address: '10.0.3.11' }], /outside the lab's network/],
  ['a public address', [{ name: 'a', address: '192.0.3.11' }], /may belong to a host on the internet/],
  ['the address of the network', [{ name: 'a', address: '192.0.2.255' }], /cannot be used as a host address/],
  [
    'a name instead of an address',
    [{ name: 'a', address: 'a.example' }],
    /a\.example is not an IPv4 address/,
  ],
  ['the bridge’s own address', [{ name: 'a', address: '192.0.2.1' }], /already belongs to the bridge/],
  ['an address twice', [a, { name: 'b', address: a.address }], /already belongs to a/],
  ['a name twice, in whatever case', [a, { name: 'A', address: '192.0.2.12' }], /two hosts have this name/],
  ['a name that climbs out of its folder', [{ name: '../a', address: '192.0.2.12' }], /not a valid name/],
  ['a name with a blank', [{ name: 'a b', address: '192.0.2.12' }], /not a valid name/],
] as const;

describe('hosts of a lab', () => {
  for (const [what, hosts, message] of refused)
    it(`can't have ${what}`, () => {
      assert.throws(
        () => {
          checkLabHosts(lab, hosts);
        },
        (error) => error instanceof TrueupError && error.code === 'E_INPUT' && message.test(error.message),
      );
    });

  it('can have names with digits and hyphens, and any address of the network', () => {
    checkLabHosts(lab, [a, { name: 'web-01', address: '192.0.2.254' }]);
    assert.equal(prefixLength(lab), 24);
  });

  it('can have full names, underscores, capitals, and a second address', () => {
    checkLabHosts(lab, [
      { name: 'web1.a.example', address: '192.0.2.11', alsoAt: '192.0.2.111' },
      { name: 'web1.b.example', address: '192.0.2.12', alsoAt: '192.0.2.12' },
      { name: 'Web_1', address: '192.0.2.13', port: 2222, user: 'deploy' },
    ]);
  });

  it('can have no second address that another has', () => {
    const b = { name: 'b', address: '192.0.2.12', alsoAt: a.address };
    assert.throws(() => {
      checkLabHosts(lab, [a, b]);
    }, /b: address 192\.0\.2\.11 already belongs to a/);
  });
});

describe('the lab of an inventory', () => {
  const at = (...addresses: readonly string[]) =>
    labOf(addresses.map((address, index) => ({ name: `h${index}`, address })));

  it('is the usual one for hosts in its network', () => {
    assert.equal(at(theLab.gateway.replace(/1$/, '11')), theLab);
  });

  it('is named after its network, differs from the usual one in all names, and has the same downloads', () => {
    const own = at('10.30.0.12', '10.30.0.11');
    assert.deepEqual([own.network, own.gateway, own.moreNetworks], ['10.30.0.0/24', '10.30.0.1', undefined]);
    for (const key of ['bridge', 'nftTable', 'machinePrefix', 'stateFolder'] as const)
      assert.notEqual(own[key], theLab[key]);
    assert.equal(own.cacheFolder, theLab.cacheFolder);
    assert.equal(at('192.168.255.7').bridge.length <= 15, true);
  });

  it('has a network for each /24 of its hosts, whatever their order', () => {
    const own = at('10.30.10.5', '10.30.9.5', '10.30.10.6');
    assert.deepEqual(
      [own.network, own.moreNetworks?.map(({ network }) => network)],
      ['10.30.9.0/24', ['10.30.10.0/24']],
    );
    assert.deepEqual(at('10.30.9.5', '10.30.10.5'), own);
  });

  it('leaves the first address to a host that has it', () => {
    assert.equal(at('10.30.0.1', '10.30.0.254').gateway, '10.30.0.253');
  });
});
