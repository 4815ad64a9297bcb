// What `trueup test redis` boots and expects.
import { testOf } from '../../lib/kit.js';

export default testOf({
  hosts: { cache: { redis: { password: 'it\'s "quoted" \\ canary-5eb1c0ffee', from: ['redis'] } } },
  stays: {},
  unwatched: {
    '/usr/local/libexec/trueup/redis-before-start': 'a script that runs before each start',
    '/etc/systemd/system/redis-server.service.d/zz-trueup-restart.conf':
      'systemd follows it without a restart',
  },
});
