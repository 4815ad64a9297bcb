// Tamperings of the host as a whole.
import type { CommandWant } from '../../../lib/resources/command.js';
import type { NftablesWant } from '../../../lib/resources/network/nftables.js';
import { sh } from '../../../lib/shell/sh.js';
import { fileTamperings } from './files.js';
import type { Tamper } from './tampering.js';

export const hostname: Tamper<{ name: string }> = () => [
  { how: 'name', script: sh`hostname stray` },
  ...fileTamperings('/etc/hostname'),
];

export const hostsEntries: Tamper<{ entries: readonly { address: string }[] }> = ({ entries }) => [
  ...entries.slice(0, 1).map(({ address }) => ({
    how: 'an address',
    script: sh`sed -i ${`s/^${address} /198.51.100.9 /`} /etc/hosts`,
  })),
  { how: 'an extra entry', script: sh`sed -i 's/^# trueup: end/198.51.100.9 stray\n&/' /etc/hosts` },
  { how: 'emptied', script: sh`: >/etc/hosts` },
  { how: 'removed', script: sh`rm /etc/hosts` },
  { how: 'mode', script: sh`chmod 0666 /etc/hosts` },
  { how: 'owner', script: sh`chown nobody /etc/hosts` },
];

export const timezone: Tamper<{ name: string }> = () => [
  { how: 'another zone', script: sh`ln -sfn /usr/share/zoneinfo/Asia/Tokyo /etc/localtime` },
  { how: 'a file', script: sh`rm -f /etc/localtime; echo stray >/etc/localtime` },
];

export const sysctl: Tamper<{ key: string }> = ({ key }) => [
  ...fileTamperings(`/etc/sysctl.d/99-trueup-${key.replaceAll('/', '-')}.conf`),
];

export const nftables: Tamper<NftablesWant> = ({ rules }) => [
  ...fileTamperings('/etc/nftables.d/trueup.nft'),
  {
    how: 'an extra rule',
    script: sh`nft insert rule inet trueup ${firstChain(rules)} tcp dport 4444 accept`,
  },
  { how: 'what a drain that was cut off left', script: sh`nft add table inet trueup_drain` },
  { how: 'no rules', script: sh`nft flush ruleset` },
  { how: 'disabled', script: sh`systemctl disable -q trueup-firewall.service` },
  { how: 'masked', script: sh`ln -sfT /dev/null /etc/systemd/system/trueup-firewall.service` },
];

/** Its name. */
function firstChain(rules = ''): string {
  return /^\s*chain (\w+)/m.exec(rules)?.[1] ?? '';
}

/** Only a command itself knows what it is for: by what it makes, or by how it is taken back. */
export const command: Tamper<CommandWant> = ({ creates, undo }) => [
  ...(creates === undefined ? [] : [{ how: 'what it makes is removed', script: sh`rm -rf ${creates}` }]),
  ...(undo === undefined ? [] : [{ how: 'taken back', script: undo }]),
];
