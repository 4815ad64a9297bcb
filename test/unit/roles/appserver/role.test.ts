import assert from 'node:assert/strict';
import { canaries, smallStack } from '../small-stack.js';

type Wants = Map<string, Record<string, unknown>>;
const unitOf = (wants: Wants, name: string): string => String(wants.get(`systemd.unit ${name}`)?.['content']);
const database = { name: 'd', user: 'u', password: 'long enough' };

describe('the appserver role', () => {
  it('declares what a release needs before the release, and starts the application last', async () => {
    const ids = [...(await (await smallStack()).wants('app1')).keys()];
    assert.deepEqual(ids, [
      'apt.packages gunicorn python3-flask python3-pymysql',
      'user guestbook',
      'directory /etc/guestbook',
      'directory /etc/guestbook/credentials',
      'file /etc/guestbook/database-ca.pem',
      'file /etc/guestbook/credentials/session_key',
      'file /etc/guestbook/credentials/database_password',
      'file /etc/guestbook/credentials/migrate_password',
      'systemd.unit guestbook-migrate@.service',
      'systemd.unit guestbook.socket',
      'systemd.unit guestbook.service',
      'systemd.unit guestbook-trial@.service',
      'systemd.unit guestbook-trial@.socket',
      'systemd.unit guestbook-standin.service',
      'release /srv/guestbook',
      'service guestbook.socket',
      'service guestbook',
    ]);
  });

  it('gives the login that may change tables to migrations only', async () => {
    const wants = await (await smallStack()).wants('app1');
    const application = unitOf(wants, 'guestbook.service');
    const migration = unitOf(wants, 'guestbook-migrate@.service');
    assert.match(application, /^Environment="DATABASE_USER=guestbook"$/m);
    assert.match(
      application,
      /^LoadCredential=database_password:\/etc\/guestbook\/credentials\/database_password$/m,
    );
    assert.ok(!application.includes('migrate'));
    assert.match(migration, /^Environment="DATABASE_USER=guestbook_migrate"$/m);
    assert.match(
      migration,
      /^LoadCredential=database_password:\/etc\/guestbook\/credentials\/migrate_password$/m,
    );
  });

  it('reaches the first database host by the address that its certificate names', async () => {
    const text = unitOf(await (await smallStack()).wants('app2'), 'guestbook.service');
    assert.match(text, /^Environment="DATABASE_HOST=198\.18\.77\.15"$/m);
    assert.match(text, /^Environment="DATABASE_CA=\/etc\/guestbook\/database-ca\.pem"$/m);
  });

  it('believes itself and the web servers, and nobody else, where no packet filter of ours keeps others out', async () => {
    const text = unitOf(await (await smallStack()).wants('app1'), 'guestbook.service');
    assert.match(
      text,
      /^Environment="FORWARDED_ALLOW_IPS=127\.0\.0\.1,198\.18\.77\.21,198\.18\.77\.31,198\.18\.77\.32"$/m,
    );
  });

  it('listens on its own address, for the web servers', async () => {
    const stack = await smallStack();
    assert.match(
      unitOf(await stack.wants('app2'), 'guestbook.socket'),
      /^ListenStream=198\.18\.77\.22:8000$/m,
    );
    assert.deepEqual(
      stack.openings('app2').map(({ port, from }) => [port, from]),
      [[8000, ['nginx']]],
    );
  });

  it('puts the same release on all application servers', async () => {
    const stack = await smallStack();
    const bundles = await Promise.all(
      ['app1', 'app2'].map(
        async (host) => (await stack.wants(host)).get('release /srv/guestbook')?.['bundle'],
      ),
    );
    assert.ok(bundles[0] !== undefined && bundles[0] === bundles[1]);
  });

  it('has a trial take its socket along when it ends, however that is', async () => {
    const wants = await (await smallStack()).wants('app1');
    const trial = unitOf(wants, 'guestbook-trial@.service');
    assert.match(trial, /^Requires=guestbook-trial@%i\.socket\nAfter=guestbook-trial@%i\.socket$/m);
    assert.match(trial, /^RuntimeMaxSec=\d+$/m);
    assert.match(unitOf(wants, 'guestbook-trial@.socket'), /^StopWhenUnneeded=true$/m);
  });

  it('shows no secret in any unit, nor in anything it could print', async () => {
    const stack = await smallStack({
      appserver: {
        secrets: { session_key: canaries.session },
        secret_environment: { TOKEN: canaries.migrate },
        database: { ...database, password: canaries.app },
      },
    });
    const wants = await stack.wants('app1');
    const shown = JSON.stringify([...wants]) + JSON.stringify(stack.checks('app1'));
    for (const secret of Object.values(canaries)) assert.ok(!shown.includes(secret), secret);
    assert.match(unitOf(wants, 'guestbook.service'), /^EnvironmentFile=\/etc\/guestbook\/secret\.env$/m);
    for (const [id, want] of wants) {
      if (/credentials\/|secret\.env/.test(id)) assert.equal(want['mode'], '0600', id);
    }
  });

  it('runs another application, without database, migrations or socket', async () => {
    const stack = await smallStack({
      withoutDatabase: true,
      appserver: {
        name: 'shop',
        packages: ['nodejs'],
        command: ['/usr/bin/node', 'server.js', '--title', '100% "$HOME"'],
        migrate: [],
        environment: { NODE_ENV: 'production' },
        socket_activation: false,
        notify: false,
        jit: true,
        port: 3000,
      },
    });
    const wants = await stack.wants('app1');
    assert.deepEqual(
      [...wants.keys()],
      [
        'apt.packages nodejs',
        'user shop',
        'directory /etc/shop',
        'directory /etc/shop/credentials',
        'systemd.unit shop.service',
        'systemd.unit shop-trial@.service',
        'release /srv/shop',
        'service shop',
      ],
    );
    const text = unitOf(wants, 'shop.service');
    assert.match(text, /^ExecStart="\/usr\/bin\/node" "server\.js" "--title" "100%% \\"\$\$HOME\\""$/m);
    assert.match(text, /^Type=exec$/m);
    assert.match(text, /^Environment="HOST=198\.18\.77\.21"$/m);
    assert.match(text, /^Environment="NODE_ENV=production"$/m);
    assert.ok(!/DATABASE|Requires=|MemoryDenyWriteExecute/.test(text));
  });

  it('restarts for a new release, unit, secret or authority, not for a migration login', async () => {
    const wants = await (await smallStack()).wants('app1');
    const watched = (wants.get('service guestbook')?.['restartOn'] as { id: string }[]).map(({ id }) => id);
    assert.deepEqual(watched.sort(), [
      'file /etc/guestbook/credentials/database_password',
      'file /etc/guestbook/credentials/session_key',
      'file /etc/guestbook/database-ca.pem',
      'release /srv/guestbook',
      'systemd.unit guestbook.service',
    ]);
  });

  const contradictions: [string, Parameters<typeof smallStack>[0], RegExp][] = [
    [
      'a database that nobody says where to find',
      { withoutDatabase: true, appserver: { database } },
      /app1: appserver\.database\.host is not set, and no host has the role mysql/,
    ],
    [
      'a database elsewhere that nothing is verified against',
      { withoutDatabase: true, appserver: { database: { ...database, host: 'db.example.org' } } },
      /appserver\.database\.ca is not set, and no host has the role mysql/,
    ],
    [
      "a secret by the name of the database's password",
      { appserver: { secrets: { database_password: 'long enough' }, database } },
      /app1: in appserver\.secrets, the name database_password/,
    ],
  ];
  for (const [what, stack, message] of contradictions) {
    it(`refuses ${what}`, async () => {
      await assert.rejects((await smallStack(stack)).wants('app1'), { code: 'E_INPUT', message });
    });
  }

  const wrong: [string, Record<string, unknown>][] = [
    ['a misspelt variable', { comand: ['x'] }],
    ['a line break in an environment variable', { environment: { A: 'x\nExecStartPre=/bin/id' } }],
    ['a path for a name', { name: '../etc' }],
    ['an empty command', { command: [] }],
  ];
  for (const [what, vars] of wrong) {
    it(`refuses ${what} while the inventory is read`, () => assert.rejects(smallStack({ appserver: vars })));
  }
});
