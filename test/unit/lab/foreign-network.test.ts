// The lab tells of an interface that has its network, before it starts anything.
import assert from 'node:assert/strict';
import { foreignAmong, readAddresses } from '../../../lib/lab/network/foreign-network.js';
import { theLab } from '../../../lib/lab/settings/lab-settings.js';

const hosts = [{ name: 'lb1', address: '198.18.77.11' }];
const foreign = (...lines: readonly string[]): string | undefined =>
  foreignAmong(readAddresses(`1: lo    inet 127.0.0.1/8 scope host lo\n${lines.join('\n')}\n`), theLab, hosts)
    ?.name;

describe('a network that the lab’s is to be', () => {
  it('is free on a machine that has none of it', () => {
    assert.equal(foreign('2: eth0    inet 192.168.1.5/24 brd 192.168.1.255 scope global eth0'), undefined);
  });

  it('is the lab’s own on the lab’s own bridge', () => {
    assert.equal(foreign('3: trueup-lab0    inet 198.18.77.1/24 scope global trueup-lab0'), undefined);
  });

  it('is taken by an interface with the same network, whatever its own address', () => {
    assert.equal(foreign('3: virbr9    inet 198.18.77.200/24 scope global virbr9'), 'virbr9');
  });

  it('is taken by a narrower network that a host would be in, and by none beside it', () => {
    assert.equal(foreign('3: br1    inet 198.18.77.9/29 scope global br1'), 'br1');
    assert.equal(foreign('3: br1    inet 198.18.77.49/28 scope global br1'), undefined);
  });

  it('is taken by an address without a prefix that a host is to have', () => {
    assert.equal(foreign('4: tun0    inet 198.18.77.11 peer 10.0.0.1/32 scope global tun0'), 'tun0');
  });

  it('is not taken by a wider one: the most specific route wins', () => {
    assert.equal(foreign('2: eth0    inet 198.18.0.9/15 scope global eth0'), undefined);
  });
});
