// What is declared is in force: where somebody else's file wins, the plan names it, and apply mends or refuses.
import assert from 'node:assert/strict';
import { dropIn, sh, type Script } from '../../../lib/kit.js';
import type { Event } from '../../../lib/model/event.js';
import { BaseSite, type Ended } from './base-site.js';
import { ownHost } from './own-host.js';

const provider = '/etc/ssh/sshd_config.d/01-provider.conf';
const earlier = '/etc/ssh/sshd_config.d/00-a.conf';
const main = '/etc/ssh/sshd_config';

/** What a plan says is in force, and who says so. */
async function seen(site: BaseSite): Promise<string> {
  const said: string[] = [];
  const note = (event: Event): void => {
    if (event.type !== 'host.planned') return;
    for (const { changes } of event.steps)
      for (const { what, from, to } of changes) said.push(`${what}: ${String(from)} → ${String(to)}`);
  };
  await site.plan({ listener: note });
  return said.join('\n');
}

describe('What is declared and what is in force', function () {
  this.timeout(300_000);
  let site: BaseSite;
  const onHost = (script: Script): Promise<string> => site.onHost(script);

  before(async function () {
    site = new BaseSite(await ownHost.call(this));
    assert.equal((await site.apply()).trouble, undefined);
  });
  after(() => {
    // `before` may have skipped the suite.
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    site?.close();
  });

  it("a provider's file for sshd has no effect beside ours", async () => {
    await onHost(sh`printf 'PasswordAuthentication yes\nPermitRootLogin yes\n' >${provider}`);
    assert.equal(await seen(site), '');
    assert.match(await onHost(sh`/usr/sbin/sshd -T`), /^passwordauthentication no$/im);
    await onHost(sh`rm ${provider}`);
  });

  it('the Include line of sshd is missed, and comes back', async () => {
    await onHost(
      sh`cp -p ${main} /root/sshd.before; sed -i '/^Include/d; 1i PasswordAuthentication yes' ${main}`,
    );
    assert.match(await seen(site), /^PasswordAuthentication: yes \(\/etc\/ssh\/sshd_config:1\) → no$/m);
    assert.match(
      await seen(site),
      /^ClientAliveInterval: 0 \(\/etc\/ssh\/sshd_config: no Include line\) → 60$/m,
    );
    assert.deepEqual(
      (await site.apply()).changes,
      [
        ...[
          'LoginGraceTime',
          'ClientAliveInterval',
          'PermitRootLogin',
          'PasswordAuthentication',
          'X11Forwarding',
        ],
        ...['AllowAgentForwarding', 'MACs'],
      ]
        .map((name) => `effect sshd: update ${name}`)
        .concat('service ssh: run reload'),
    );
    assert.equal(await onHost(sh`head -n 1 ${main}`), 'Include /etc/ssh/sshd_config.d/*.conf\n');
    assert.equal(await site.offeredMethods(), 'publickey');
    assert.equal(await seen(site), '');
    await onHost(sh`cp -p /root/sshd.before ${main}`);
  });

  it('what somebody sets stricter is no difference', async () => {
    await onHost(sh`cp -p ${main} /root/sshd.before
printf 'MaxAuthTries 3\nLoginGraceTime 20\nClientAliveCountMax 2\n' >${earlier}
printf 'Match User backup\n  MaxAuthTries 2\n' >>${main}`);
    assert.match(await onHost(sh`/usr/sbin/sshd -T`), /^maxauthtries 3$/im);
    assert.equal(await seen(site), '');
    await onHost(sh`rm ${earlier}; cp -p /root/sshd.before ${main}`);
  });

  for (const [what, put, back, found] of [
    [
      'a file that sshd reads before ours',
      sh`echo 'PermitRootLogin prohibit-password' >${earlier}`,
      sh`rm ${earlier}`,
      `PermitRootLogin: without-password (${earlier}:1) → no`,
    ],
    [
      "a Match block for the connection's own user",
      sh`cp -p ${main} /root/sshd.before; printf 'Match User ubuntu\n  X11Forwarding yes\n' >>${main}`,
      sh`cp -p /root/sshd.before ${main}`,
      'X11Forwarding: yes (/etc/ssh/sshd_config:',
    ],
    [
      'a Match block that allows somebody else more',
      sh`cp -p ${main} /root/sshd.before; printf 'Match User backup\n  PasswordAuthentication yes\n' >>${main}`,
      sh`cp -p /root/sshd.before ${main}`,
      'PasswordAuthentication: yes for User backup (/etc/ssh/sshd_config:',
    ],
  ] as const) {
    it(`${what} is named, and left to its owner`, async () => {
      await onHost(put);
      assert.ok((await seen(site)).startsWith(found), await seen(site));
      const { outcome, trouble } = await site.apply();
      assert.equal(outcome, 'failed');
      assert.match(trouble?.output ?? '', /Remove that line, or make it at least as strict as/);
      await onHost(back);
      // It was told that something would change, and takes up what is there.
      assert.deepEqual((await site.apply()).changes, ['service ssh: run reload']);
      assert.equal(await seen(site), '');
    });
  }

  it('a drop-in that systemd reads after ours is named with its line', async () => {
    const ours = dropIn({
      unit: 'cron.service',
      name: 'zz-trueup',
      content: '[Service]\nLimitNOFILE=5000\n',
    });
    const folder = '/etc/systemd/system/cron.service.d';
    const apply = (): Promise<Ended> => site.applyOnly([ours]);
    await onHost(
      sh`mkdir -p ${folder}; printf '[Service]\nLimitNOFILE=6000\n' >${`${folder}/override.conf`}`,
    );
    assert.equal((await apply()).trouble, undefined, 'what comes before ours may say what it likes');
    await onHost(sh`printf '# by hand\n[Service]\nLimitNOFILE = 1024\nNice=5\n' >${`${folder}/zzz.conf`}`);
    const refused = await apply();
    assert.equal(refused.outcome, 'failed');
    assert.match(refused.trouble?.output ?? '', /^LimitNOFILE is 1024 instead of 5000: .*\/zzz\.conf:3$/m);
    await onHost(sh`rm -r ${folder}; systemctl daemon-reload`);
    await site.applyOnly([]);
  });

  it('a time zone reaches the daemons that read it when they start, once', async () => {
    await onHost(sh`
export DEBIAN_FRONTEND=noninteractive
{ apt-get -q update && apt-get -q -y install --no-install-recommends cron rsyslog; } >/dev/null
systemctl start cron rsyslog; sleep 4`);
    const pids = sh`systemctl show -p MainPID --value cron rsyslog`;
    const before = await onHost(pids);
    assert.equal((await site.verify()).failed.length, 0);
    await onHost(sh`ln -sfT /usr/share/zoneinfo/Asia/Tokyo /etc/localtime`);
    const late = (await site.verify()).failed;
    assert.ok(
      late.some((one) => /use the host's time zone: .*cron\.service/.test(one)),
      late.join('\n'),
    );
    const moved = new BaseSite(site.connection, { timezone: 'Asia/Tokyo' });
    try {
      assert.match(
        await seen(moved),
        /^cron\.service: an older zone \(the process started before the change\) → Asia\/Tokyo$/m,
      );
      assert.equal((await moved.apply()).trouble, undefined);
      const after = await onHost(pids);
      assert.notEqual(after, before);
      assert.deepEqual((await moved.verify()).failed, []);
      assert.equal((await moved.apply()).outcome, 'ok');
      assert.equal(await onHost(pids), after, 'nothing is restarted without a change');
    } finally {
      moved.close();
    }
  });
});
