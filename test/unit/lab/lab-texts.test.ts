// Small texts of the lab: rules, keys, lacks, words for ssh.
import assert from 'node:assert/strict';
import { statusTable } from '../../../cli/view/lab-status.js';
import { sshArguments } from '../../../lib/lab/hosts/login-ready.js';
import { knownHostsLine } from '../../../lib/lab/settings/lab-keys.js';
import { lackError, mayAdministrate } from '../../../lib/lab/lab-needs.js';
import { natRules, passRules } from '../../../lib/lab/network/bridge-and-nat.js';
import { lab } from './lab-settings.js';

describe('the lab’s network rules', () => {
  it('translate what leaves the network, and neither what stays on the bridge nor multicast', () => {
    const rule = natRules(lab)
      .split('\n')
      .find((line) => line.includes('masquerade'));
    assert.equal(
      rule?.trim(),
      'oifname != "br0" ip saddr { 192.0.2.0/24 } ip daddr != { 192.0.2.0/24, 224.0.0.0/4 } masquerade',
    );
  });

  it('replace the table as a whole, whether it is there or not', () => {
    assert.deepEqual(natRules(lab).split('\n').slice(0, 2), [
      'table ip some_lab {}',
      'delete table ip some_lab',
    ]);
  });

  it('pass both directions through foreign filters, marked as the lab’s', () => {
    assert.deepEqual(
      passRules(lab).map((rule) => rule.slice(0, 3).join(' ')),
      ['FORWARD -i br0', 'FORWARD -o br0', 'INPUT -i br0'],
    );
    for (const rule of passRules(lab)) assert.ok(rule.includes('some_lab'));
  });
});

describe('what this machine lacks', () => {
  const program = { what: 'nft', remedy: 'apt-get install nftables', package: 'nftables' };
  const space = { what: 'space in /var', remedy: '4 GiB is needed, but only 1.0 GiB is free' };
  const kernel = { what: 'overlayfs', remedy: 'the kernel does not support it', final: true } as const;

  it('is named all at once', () => {
    const { message, hint } = lackError([program, space]);
    assert.match(message, /nft: apt-get install nftables\n {2}space in \/var: 4 GiB/);
    assert.equal(hint, 'Provide what is missing, then try again.');
  });

  it('is installed on request where packages bring it', () => {
    assert.match(lackError([program]).hint ?? '', /--install/);
  });

  it('leads to virtual machines where nothing helps, and bothers with nothing else', () => {
    const { message, hint } = lackError([program, kernel]);
    assert.doesNotMatch(message, /nft/);
    assert.match(hint ?? '', /inventory\/vagrant/);
  });

  it('knows from its capabilities whether it may mount', () => {
    assert.equal(mayAdministrate('CapEff:\t000001ffffffffff\n'), true);
    assert.equal(mayAdministrate('CapEff:\t00000000a80425fb\n'), false);
  });
});

describe('words and lines', () => {
  it('log in with the lab’s key and nobody’s configuration, host keys verified', () => {
    const words = sshArguments(lab, { name: 'a', address: '192.0.2.11' }).join(' ');
    assert.match(words, /-F none -i \/state\/ssh\/id_ed25519/);
    assert.match(words, /StrictHostKeyChecking=yes -o UserKnownHostsFile=\/state\/known_hosts/);
    assert.match(words, / 192\.0\.2\.11$/);
  });

  it('give known_hosts the key without its comment', () => {
    assert.equal(knownHostsLine(['192.0.2.11', 'a'], 'ssh-rsa AAAA root@x\n'), '192.0.2.11,a ssh-rsa AAAA\n');
  });

  it('show each host in a line of one table', () => {
    const table = statusTable([
      {
        name: 'a',
        address: '192.0.2.11',
        system: 'debian bookworm',
        state: 'running',
        uptimeSeconds: 7500,
        sshReady: true,
      },
      { name: 'longer', address: '192.0.2.12', state: 'absent', sshReady: false },
    ]);
    assert.equal(
      table,
      'HOST    ADDRESS     SYSTEM           STATE    UPTIME     SSH\n' +
        'a       192.0.2.11  debian bookworm  running  2 h 5 min  ready\n' +
        'longer  192.0.2.12  -                absent   -          -\n',
    );
  });
});
