// Tampering with the packet filter.
import { sh } from '../../../shell/sh.js';
import { fileTamperings } from '../files/file-tamperings.js';
import type { NftablesWant } from '../../../resources/network/nftables.js';
import type { Tamper } from '../tampering.js';

function firstChain(rules = ''): string {
  return /^\s*chain (\w+)/m.exec(rules)?.[1] ?? '';
}

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<NftablesWant> = ({ rules }) => [
  ...fileTamperings('/etc/nftables.d/trueup.nft'),
  {
    how: 'an extra rule',
    script: sh`nft insert rule inet trueup ${firstChain(rules)} tcp dport 4444 accept`,
    contained: true,
  },
  { how: 'leftovers of an interrupted drain', script: sh`nft add table inet trueup_drain`, contained: true },
  { how: 'no rules', script: sh`nft flush ruleset` },
  { how: 'disabled', script: sh`systemctl disable -q trueup-firewall.service` },
  { how: 'masked', script: sh`ln -sfT /dev/null /etc/systemd/system/trueup-firewall.service` },
];
