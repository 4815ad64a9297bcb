// Where the tests take MySQL from.
import { repository } from '../../lib/kit.js';

/** Debian has MySQL in sid only. Its index may be past its date. */
export const sid = repository({
  name: 'trueup-sid',
  uris: ['http://deb.debian.org/debian'],
  suites: ['sid'],
  components: ['main'],
  checkValidUntil: false,
  pin: [
    {
      packages: 'mysql-* gcc-16-base libstdc++6 libtcmalloc-minimal4t64 libgoogle-perftools4t64 libicu78',
      priority: 990,
    },
    { packages: '*', priority: 1 },
  ],
});
