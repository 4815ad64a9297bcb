// What `trueup test base` boots and expects.
import { testOf } from '../../lib/kit.js';

export default testOf({
  hosts: {
    box: {
      base: {
        operators: ['controller'],
        domain: 'example.org',
        timezone: 'Europe/Berlin',
        unattended_upgrades: true,
        packages: ['tree'],
        extra_openings: [{ port: 9100, from: ['192.0.2.1'], why: 'monitoring' }],
      },
    },
  },
  unwatched: {
    '/etc/apt/apt.conf.d/60trueup-upgrades': 'each upgrade reads it; the unit only waits for a shutdown',
  },
});
