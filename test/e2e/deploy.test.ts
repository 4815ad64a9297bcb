// New releases, good and sick, and a database that restarts: what visitors notice of it.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { theStack } from '../faults/sites/lab-stack.js';
import { onHost } from './inside.js';
import { labInventory, trueup, type Ended } from './run-trueup.js';
import { visitDuring, type Seen } from './visitors.js';

const site = { address: '198.18.77.100', authority: '/var/lib/trueup-lab/ca/ca.pem' };
const guestbook = 'roles/appserver/files/guestbook';
/** As frameworks are in production: another name is refused, and plain HTTP led to HTTPS. */
const strict = `
from flask import abort
@app.before_request
def strict():
    if request.host != "www.foobar.com":
        abort(400)
    if request.headers.get("X-Forwarded-Proto") != "https":
        return redirect("https://www.foobar.com/")
`;

describe('deployments on one application server', function () {
  this.timeout(300_000);
  let folder = '';
  let applied: Ended | undefined;

  before(async function () {
    await theStack.call(this);
    folder = mkdtempSync(join(tmpdir(), 'trueup-deploy-'));
    cpSync(labInventory, folder, { recursive: true, dereference: true });
    const vars = join(folder, 'group_vars/app.yml');
    const text = readFileSync(vars, 'utf8');
    writeFileSync(
      vars,
      text.replace(
        'appserver:\n',
        `appserver:\n  source: ${folder}/app\n  keep_releases: 2\n  start_seconds: 20\n`,
      ),
    );
  });
  after(async function () {
    if (folder === '') return;
    rmSync(folder, { recursive: true });
    const back = await trueup('apply', '-i', labInventory, '--yes');
    assert.equal(back.status, 0, back.stdout + back.stderr);
  });

  /** The guest book with `more` at the end of one of its files. */
  async function deploy(file: string, more: string): Promise<Seen> {
    rmSync(join(folder, 'app'), { recursive: true, force: true });
    cpSync(guestbook, join(folder, 'app'), { recursive: true });
    writeFileSync(join(folder, 'app', file), readFileSync(join(guestbook, file), 'utf8') + more);
    return visitDuring(site, async () => {
      applied = await trueup('apply', '-i', folder, '--yes', '--limit', 'app1');
    });
  }
  const output = (): string => (applied ? applied.stdout + applied.stderr : '');
  const releases = async (): Promise<readonly string[]> =>
    (await onHost('app1', 'ls /srv/guestbook/releases')).split('\n');
  const current = (): Promise<string> =>
    onHost('app1', 'readlink /srv/guestbook/current; stat -L -c %F /srv/guestbook/current');

  const units = (): Promise<string> =>
    onHost('app1', 'systemctl list-units --all --no-legend --plain "guestbook*"');
  const served = /^guestbook\.service .*\nguestbook\.socket .*$/;
  /** As a run leaves it that is killed meanwhile. */
  const startTrial = `trial=guestbook-trial@$(systemd-escape -- "$(readlink /srv/guestbook/current)"); systemctl start "$trial.service"`;

  it('lose no request with a good release, which answers for the site’s name over HTTPS alone', async () => {
    const { requests, failed } = await deploy('guestbook.py', strict);
    assert.equal(applied?.status, 0, output());
    assert.deepEqual(failed, []);
    assert.ok(requests > 20);
  });

  it('lose no request with sick releases, one after another, and keep the one that serves', async () => {
    const good = await current();
    for (const [file, more, says] of [
      [
        'guestbook.py',
        '\nraise RuntimeError("sick at start")\n',
        /sick at start[^]*the trial of .* failed: .*(does not start|exited|no response)/,
      ],
      [
        'guestbook.py',
        '\nSERVER = None\napp.before_request(lambda: 1 / 0)\n',
        /GET \/livez on port 8000: the response is HTTP\/1\.[01] 500/,
      ],
      // gunicorn starts its workers again and again.
      [
        'gunicorn.conf.py',
        '\nimport sys\ndef post_fork(server, worker):\n    sys.exit(9)\n',
        /GET \/livez on port 8000: no response/,
      ],
    ] as const) {
      const { failed } = await deploy(file, more);
      assert.equal(applied?.status, 1, output());
      assert.match(output(), says);
      assert.deepEqual(failed, []);
      assert.equal(await current(), good);
    }
    // What serves, the one before it, and the last that failed.
    assert.equal((await releases()).length, 3);
    assert.match(await units(), served);
  });

  it('lose no request with a configuration that it does not start with', async () => {
    const vars = join(folder, 'group_vars/app.yml');
    const text = readFileSync(vars, 'utf8');
    writeFileSync(
      vars,
      text.replace('appserver:\n', 'appserver:\n  command: [/usr/bin/gunicorn, --no-such-option]\n'),
    );
    const { failed } = await deploy('guestbook.py', '\n# the next release\n').finally(() => {
      writeFileSync(vars, text);
    });
    assert.equal(applied?.status, 1, output());
    assert.match(output(), /no-such-option/);
    assert.deepEqual(failed, []);
  });

  it('make the next good release serve, and clear away what failed', async () => {
    const { failed } = await deploy('guestbook.py', '\n# the release after\n');
    assert.equal(applied?.status, 0, output());
    assert.deepEqual(failed, []);
    assert.equal((await releases()).length, 2);
    assert.match(await units(), served);
  });

  it('leave no unit behind where the run was killed: systemd ends them, and so does the next run', async () => {
    await onHost('app1', `${startTrial}; systemctl is-active "$trial.socket"`);
    assert.match(await units(), /^guestbook-trial@.*\.service /m);
    // As when it may run no longer.
    await onHost('app1', `${startTrial}; systemctl kill --signal=KILL "$trial.service"; sleep 1`);
    assert.match(await units(), served);
    await onHost('app1', `${startTrial}; systemctl start guestbook-standin.service`);
    const { failed } = await deploy('guestbook.py', '\n# the release after a lost run\n');
    assert.equal(applied?.status, 0, output());
    assert.deepEqual(failed, []);
    assert.match(await units(), served);
  });

  it('lose hardly a request and no entry while the database restarts, and write none twice', async () => {
    const { requests, failed, written } = await visitDuring(site, async (allServed) => {
      await onHost('db1', 'systemctl restart mysql');
      // The guest book waits ten seconds for a database that is away: for each restart, not for both.
      await allServed();
      await onHost('db1', 'systemctl restart mysql');
    });
    assert.ok(failed.length * 50 <= requests, `${failed.length} of ${requests}: ${failed.join(', ')}`);
    const counted = await onHost(
      'db1',
      'mysql --batch --skip-column-names -e "select count(*), message from guestbook.entries where name = 0x76697369746f72 group by message"',
    );
    const times = new Map(counted.split('\n').map((line) => [line.split('\t')[1], line.split('\t')[0]]));
    assert.ok(written.length > 5);
    for (const message of written) assert.equal(times.get(message), '1', message);
    // Nor any that was not acknowledged.
    for (const [message, count] of times)
      if (message?.startsWith('visitor ')) assert.equal(count, '1', message);
  });
});
