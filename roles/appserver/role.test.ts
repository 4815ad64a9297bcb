// What `trueup test appserver` boots and expects.
import { testOf } from '../../lib/kit.js';

export default testOf(async (lab) => {
  const { certificate, key, authority } = await lab.certificateFor(lab.addressOf('db'));
  const login = { password: 'it\'s "quoted" \\ canary-5eb1c0ffee', database: 'guestbook' };
  const migrations = { password: 'canary-419247e0cafe', database: 'guestbook' };
  return {
    hosts: {
      app: {
        appserver: {
          ...{ workers: 2, memory_max_mib: 256 },
          secrets: { session_key: 'canary-5e55104cafe' },
          database: {
            ...{ name: 'guestbook', user: 'guestbook', password: login.password },
            ...{ migrate_user: 'guestbook_migrate', migrate_password: migrations.password },
          },
        },
      },
      db: {
        mysql: {
          memory_mib: 512,
          tls: { certificate, key, ca: authority },
          databases: [{ name: 'guestbook' }],
          users: [
            { name: 'guestbook', ...login },
            {
              ...{ name: 'guestbook_migrate', ...migrations },
              privileges: [
                'SELECT',
                'INSERT',
                'UPDATE',
                'DELETE',
                'CREATE',
                'ALTER',
                'DROP',
                'INDEX',
                'REFERENCES',
              ],
            },
          ],
        },
      },
    },
  };
});
