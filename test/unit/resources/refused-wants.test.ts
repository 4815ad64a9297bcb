// Wants that no resource is made of.
import assert from 'node:assert/strict';
import { command, file, sh, sysctl } from '../../../lib/kit.js';
import { allProofs } from '../../proofs/all-proofs.js';

const refused = allProofs.flatMap((proof) => (typeof proof.refused === 'string' ? [] : proof.refused));

describe('A want', () => {
  for (const [what, make] of refused) {
    it(`is refused for ${what}`, () => {
      assert.throws(make, { code: 'E_INPUT' });
    });
  }

  it('is refused for a command that nothing ends', () => {
    assert.throws(() => command({ name: 'x', run: sh`true` }), TypeError);
  });

  it('is refused for a NUL byte in a content, when the script is made', () => {
    const { type, want } = file({ path: '/x', content: 'a\0b' });
    assert.throws(() => type.apply(want, {}, [{ verb: 'create', key: 'content' }]), { code: 'E_INPUT' });
  });

  it('may name a parameter whose part holds a dot', () => {
    const { type, want } = sysctl({ key: 'net/ipv4/conf/eth0.7/forwarding', value: '1' });
    assert.match(type.probe([want]).text, /'\/proc\/sys\/net\/ipv4\/conf\/eth0\.7\/forwarding'/);
    const dotted = sysctl({ key: 'net.ipv4.conf.eth0/7.forwarding', value: '1' });
    assert.match(
      dotted.type.probe([dotted.want]).text,
      /'\/proc\/sys\/net\/ipv4\/conf\/eth0\.7\/forwarding'/,
    );
  });
});
