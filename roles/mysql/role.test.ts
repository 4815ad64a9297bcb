// What `trueup test mysql` boots and expects.
import { testOf } from '../../lib/kit.js';

export default testOf(async (lab) => {
  const { certificate, key, authority } = await lab.certificateFor(lab.addressOf('db'));
  return {
    hosts: {
      db: {
        mysql: {
          memory_mib: 512,
          buffer_pool_percent: 25,
          tls: { certificate, key, ca: authority },
          databases: [{ name: 'shop' }],
          users: [
            {
              name: 'shop',
              password: 'it\'s "quoted" \\ canary-5eb1c0ffee',
              database: 'shop',
              from: ['host'],
            },
          ],
        },
      },
      client: { host: { packages: { 'mariadb-client': 'present' } } },
    },
  };
});
