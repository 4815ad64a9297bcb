// What `trueup test redis` boots and expects.
import { testOf } from '../../lib/kit.js';

export default testOf({
  hosts: { cache: { redis: { password: 'it\'s "quoted" \\ canary-5eb1c0ffee', from: ['redis'] } } },
  unwatched: {
    '/usr/local/libexec/trueup/redis-before-start': 'a script that runs before each start',
  },
});
