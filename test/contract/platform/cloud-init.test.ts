// cloud-init on the host: waited for while it works, and nothing of ours is lost when it comes again at each boot.
import assert from 'node:assert/strict';
import { sh } from '../../../lib/kit.js';
import { bareHost } from '../contract-lab.js';
import { ownHost } from './own-host.js';
import { BaseSite } from './base-site.js';

const userData = `#cloud-config
hostname: from-the-cloud
manage_etc_hosts: true
ssh_pwauth: true
ssh_deletekeys: false
disable_root: false
users: []
runcmd:
  - [sh, -c, 'sleep 15; echo done >/run/first-boot-done']
`;

const seed = sh`
export DEBIAN_FRONTEND=noninteractive
apt-get -q update >/dev/null
apt-get -q -y install --no-install-recommends cloud-init netcat-openbsd >/dev/null
mkdir -p /var/lib/cloud/seed/nocloud
printf '%s\n' 'instance-id: first' 'local-hostname: from-the-cloud' >/var/lib/cloud/seed/nocloud/meta-data
printf %s ${userData} >/var/lib/cloud/seed/nocloud/user-data
printf '%s\n' 'datasource_list: [NoCloud]' 'network: {config: disabled}' >/etc/cloud/cloud.cfg.d/90-seed.cfg`;

describe('A host with cloud-init', function () {
  this.timeout(300_000);
  let site: BaseSite;

  before(async function () {
    site = new BaseSite(await ownHost.call(this));
    await site.onHost(seed);
    await site.reboot();
  });
  after(() => {
    // `before` may have skipped the suite.
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    site?.close();
  });

  const finished = sh`cloud-init status --wait >/dev/null || [ $? = 2 ]; cloud-init status`;

  it('is waited for at the first contact, and the operator is told', async () => {
    assert.equal(
      await site.onHost(sh`ls /run/first-boot-done 2>/dev/null || true`),
      '',
      'it is too late to try',
    );
    const { trouble, notices, outcome } = await site.apply();
    assert.equal(trouble, undefined);
    assert.equal(outcome, 'changed');
    assert.deepEqual(notices, ['bare: waiting for cloud-init to finish']);
    assert.equal(await site.onHost(sh`cat /run/first-boot-done; hostname`), 'done\nbare\n');
  });

  it('is not waited for again, and differs in nothing', async () => {
    const { changes, notices } = await site.plan();
    assert.deepEqual(changes, []);
    assert.deepEqual(notices, []);
  });

  it('takes no passwords although cloud-init let them in', async () => {
    assert.match(
      await site.onHost(sh`cat /etc/ssh/sshd_config.d/50-cloud-init.conf`),
      /PasswordAuthentication yes/,
    );
    assert.equal(await site.offeredMethods(), 'publickey');
  });

  it('differs in nothing after a boot, at which cloud-init writes /etc/hosts again', async () => {
    await site.onHost(sh`echo '# of before the boot' >>/etc/hosts`);
    await site.reboot();
    assert.match(await site.onHost(finished), /done/);
    assert.doesNotMatch(await site.onHost(sh`cat /etc/hosts`), /of before the boot/);
    const { changes } = await site.plan();
    assert.deepEqual(changes, []);
    assert.deepEqual((await site.verify()).failed, []);
    assert.equal(
      await site.onHost(sh`hostname; getent ahostsv4 bare | head -n 1 | cut -d ' ' -f 1`),
      `bare\n${bareHost.address}\n`,
    );
  });

  it('is waited for whenever it works, and not where it broke off without a result', async () => {
    // One that works for a while.
    await site.onHost(sh`
rm -f /run/cloud-init/result.json
systemd-run --quiet --no-block --unit=cloud-late --property=Type=oneshot sleep 20`);
    const { notices, outcome } = await site.apply();
    assert.deepEqual(notices, ['bare: waiting for cloud-init to finish']);
    assert.equal(outcome, 'ok');
    const { notices: later } = await site.apply();
    assert.deepEqual(later, [], 'what broke off without a result is not waited for');
  });
});
