// Which hosts a lab can have.
import assert from 'node:assert/strict';
import { checkLabHosts, prefixLength } from '../../../lib/lab/network/lab-addresses.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { lab } from './lab-settings.js';

const a = { name: 'a', address: '192.0.2.11' };
const refused = [
  ['no host at all', [], /no hosts/],
  ['an address outside the network', [{ name: 'a', address: '192.0.3.11' }], /outside the lab's network/],
  ['a name instead of an address', [{ name: 'a', address: 'a.example' }], /outside the lab's network/],
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
});
