// The lab tells of an interface that has its network, before it starts anything.
import assert from 'node:assert/strict';
import { clashAmong } from '../../../lib/lab/network/network-conflict.js';
import { readAddresses, readRoutes } from '../../../lib/lab/network/read-routes.js';
import { theLab } from '../../../lib/lab/settings/lab-settings.js';

const hosts = [{ name: 'lb1', address: '198.18.77.11' }];
const clash = (addresses: readonly string[], routes: readonly string[]): string | undefined =>
  clashAmong(
    {
      addresses: readAddresses(`1: lo    inet 127.0.0.1/8 scope host lo\n${addresses.join('\n')}\n`),
      routes: readRoutes(`${routes.join('\n')}\n`),
    },
    theLab,
    hosts,
  )?.what;
const foreign = (...lines: readonly string[]): string | undefined =>
  /^the interface (\S+)/.exec(clash(lines, []) ?? '')?.[1];
const route = (...lines: readonly string[]): string | undefined => clash([], lines);

describe('a network that the lab’s is to be', () => {
  it('is free on a machine that has none of it', () => {
    assert.equal(foreign('2: eth0    inet 192.168.1.5/24 brd 192.168.1.255 scope global eth0'), undefined);
  });

  it('is the lab’s own on the lab’s own bridge', () => {
    assert.equal(
      foreign(`3: ${theLab.bridge}    inet 198.18.77.1/24 scope global ${theLab.bridge}`),
      undefined,
    );
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

  it('is taken where this machine itself is in it, by a wider network', () => {
    assert.equal(foreign('2: eth0    inet 198.18.77.9/15 scope global eth0'), 'eth0');
  });

  it('is taken by a route to it, or to one of its hosts, by way of another machine', () => {
    const vpn = 'the route 198.18.77.0/24 via 10.8.0.1 dev tun0';
    assert.equal(route('198.18.77.0/24 via 10.8.0.1 dev tun0 proto static metric 50'), vpn);
    assert.equal(route('198.18.77.11 dev tailscale0 table 52'), 'the route 198.18.77.11 dev tailscale0');
  });

  it('is taken where the next hop of another route is in it', () => {
    assert.match(route('default via 198.18.77.254 dev eth0 proto dhcp') ?? '', /^the route default via/);
  });

  it('is not taken by routes elsewhere, its own, nor by those that lead nowhere', () => {
    const lines = [
      'default via 192.168.1.1 dev eth0 proto dhcp src 192.168.1.5 metric 100',
      `198.18.77.0/24 dev ${theLab.bridge} proto kernel scope link src 198.18.77.1`,
      'unreachable 198.18.77.0/24 metric 4096',
      'local 198.18.77.1 dev eth0 table local proto kernel scope host src 198.18.77.1',
      '198.18.77.48/28 dev br1 proto kernel scope link src 198.18.77.49',
      '198.18.0.0/15 dev tun0 scope link',
    ];
    assert.equal(route(...lines), undefined);
  });
});
