// An application as frameworks are in production, on a real host: it answers for the site's name over HTTPS alone.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sh } from '../../../lib/kit.js';
import { trueup, type Ended } from '../../e2e/run-trueup.js';
import { freshHost } from '../fresh-host.js';
import { TestBed } from '../test-bed.js';

/** `more` runs before it answers. */
const application = (more: string): string => `
def app(environ, start):
    def say(status, *headers):
        start(status, [("Content-Type", "text/plain"), *headers])
        return [b"shop\\n"]
    path = environ["PATH_INFO"]
${more}
    if environ.get("HTTP_HOST") != "www.example.test":
        return say("400 Bad Request")
    if environ.get("HTTP_X_FORWARDED_PROTO") != "https":
        return say("301 Moved Permanently", ("Location", "https://www.example.test/"))
    return say("200 OK")
`;

describe('an application that knows only its own name, and only HTTPS', function () {
  this.timeout(300_000);
  let folder = '';
  let bed: TestBed;

  before(async function () {
    const connection = await freshHost.call(this);
    bed = await TestBed.connect(connection);
    folder = mkdtempSync(join(tmpdir(), 'trueup-app-'));
    const { host, user, privateKeyFile, knownHostsFile } = connection;
    const box = {
      ansible_host: host,
      ansible_user: user,
      ansible_ssh_private_key_file: privateKeyFile,
      trueup_known_hosts_file: knownHostsFile,
      trueup_ssh_config: 'none',
    };
    const appserver = {
      name: 'shop',
      source: 'shop',
      packages: ['gunicorn'],
      command: ['/usr/bin/gunicorn', 'shop:app'],
      migrate: [],
      start_seconds: 20,
      site_name: 'www.example.test',
    };
    mkdirSync(join(folder, 'group_vars'));
    mkdirSync(join(folder, 'shop'));
    writeFileSync(join(folder, 'hosts.yml'), JSON.stringify({ all: { hosts: { box } } }));
    writeFileSync(join(folder, 'trueup.yml'), 'roles: {all: [appserver]}');
    writeFileSync(join(folder, 'group_vars/all.yml'), JSON.stringify({ appserver }));
  });
  after(async () => {
    if (folder === '') return;
    rmSync(folder, { recursive: true });
    await bed.close();
  });

  const deploy = (more: string): Promise<Ended> => {
    writeFileSync(join(folder, 'shop/shop.py'), application(more));
    return trueup('apply', '-i', folder, '--yes');
  };
  const succeeds = async (ended: Promise<Ended>): Promise<void> => {
    const { status, stdout, stderr } = await ended;
    assert.equal(status, 0, stdout + stderr);
  };
  const units = async (): Promise<readonly string[]> =>
    (await bed.run(sh`systemctl list-units --all --no-legend --plain 'shop*' | cut -d ' ' -f 1`))
      .trim()
      .split('\n');
  const served = ['shop.service', 'shop.socket'];
  /** As a run leaves it that is killed meanwhile. */
  const startTrial = sh`
trial=shop-trial@$(systemd-escape -- "$(readlink /srv/shop/current)")
systemctl start "$trial.service"`;

  it('is deployed, and found to be well', async () => {
    await succeeds(deploy(''));
    await succeeds(trueup('verify', '-i', folder));
    assert.deepEqual(await units(), served);
  });

  it('has a sick release refused, because it is asked as visitors ask', async () => {
    const { status, stdout, stderr } = await deploy(
      '    if path == "/healthz":\n        return say("503 Service Unavailable")',
    );
    assert.equal(status, 1);
    assert.match(
      stdout + stderr,
      /GET \/healthz does not return 200, although it does for the running release/,
    );
    assert.deepEqual(await units(), served);
  });

  it('leaves no unit of a trial whose run was killed', async () => {
    await bed.run(sh`${startTrial}
systemctl is-active -- "$trial.socket"
# However it ends, its socket goes with it.
systemctl kill --signal=KILL -- "$trial.service"
sleep 1`);
    assert.deepEqual(await units(), served);
    await bed.run(sh`${startTrial}
systemctl start shop-standin.service`);
    assert.equal((await units()).length, 5);
    await succeeds(deploy('    # the next'));
    assert.deepEqual(await units(), served);
  });
});
