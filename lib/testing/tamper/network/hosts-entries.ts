// Tampering with entries in /etc/hosts.
import { sh } from '../../../shell/sh.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<{ entries: readonly { address: string }[] }> = ({ entries }) =>
  [
    ...entries.slice(0, 1).map(({ address }) => ({
      how: 'an address',
      script: sh`sed -i ${`s/^${address} /198.51.100.9 /`} /etc/hosts`,
    })),
    { how: 'an extra entry', script: sh`sed -i 's/^# trueup: end/198.51.100.9 stray\n&/' /etc/hosts` },
    { how: 'emptied', script: sh`: >/etc/hosts` },
    { how: 'removed', script: sh`rm /etc/hosts` },
    { how: 'mode', script: sh`chmod 0666 /etc/hosts` },
    { how: 'owner', script: sh`chown nobody /etc/hosts` },
  ].map((one) => ({ ...one, contained: true }));
