// What `trueup test haproxy` boots and expects.
import { testOf } from '../../lib/kit.js';
import { testSite } from '../nginx/test-site.js';

export default testOf(async (lab) => {
  const site = await testSite(lab);
  const { certificate, certificate_key } = site;
  const stats_password = 'it\'s "quoted" \\ canary-5eb1c0ffee';
  return {
    hosts: {
      lb: { haproxy: { certificate, certificate_key, stats_password } },
      web: { nginx: site },
    },
    stays: { '/etc/haproxy/haproxy.cfg': 'it contains a password, so no copy of the old file is kept' },
    unwatched: {
      '/usr/local/libexec/trueup/haproxy-reload':
        'it discards outdated server states before each start, and runs on each reload',
    },
  };
});
