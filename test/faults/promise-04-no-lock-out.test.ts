// Changes that would keep the operator out, on a real host: they are undone, by trueup or without it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { file, service, sh } from '../../lib/kit.js';
import type { Resource } from '../../lib/model/resource.js';
import { TestBed } from '../contract/test-bed.js';
import { testHost } from '../contract/test-host.js';
import { firewall } from './lock-out-firewall.js';
import { OneHostSite } from './one-host-site.js';

function sshd(content: string): readonly Resource[] {
  const config = file({ path: '/etc/ssh/sshd_config.d/05-tried.conf', content });
  return [
    config,
    service({
      unit: 'ssh',
      running: true,
      enabled: 'as it is',
      test: sh`mkdir -p -m 0755 /run/sshd; sshd -t`,
      reloadOn: [config],
      lockOut: true,
    }),
  ];
}

describe('promise 4: nobody is locked out', function () {
  this.timeout(180_000);
  let site: OneHostSite;

  before(async function () {
    testHost.call(this);
    site = new OneHostSite();
    assert.equal((await site.apply(firewall('first'))).trouble, undefined);
    assert.equal((await site.apply(sshd('X11Forwarding no\n'))).trouble, undefined);
  });
  after(async () => {
    // `before` may have skipped the suite.
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
    if (!site) return;
    site.close();
    await onHost(sh`
rm -f /etc/ssh/sshd_config.d/05-tried.conf /var/lib/trueup/stamps/ssh.service /var/lib/trueup/nftables.loaded /etc/nftables.conf
systemctl reload ssh
systemctl disable -q nftables.service
nft flush ruleset`);
  });

  /** Over a connection of its own: that it gets in is half of each answer. */
  async function onHost(script: ReturnType<typeof sh>): Promise<string> {
    const bed = await TestBed.connect(testHost());
    try {
      return await bed.run(script);
    } finally {
      await bed.close();
    }
  }
  const timers = (): Promise<string> =>
    onHost(
      sh`systemctl list-timers --all --no-legend 'trueup-undo-*' | wc -l
find /var/lib/trueup/undo /run/trueup/good -mindepth 1 2>/dev/null || true
find /etc/systemd -name 'trueup-undo*'`,
    );
  const rules = (): Promise<string> => onHost(sh`nft list ruleset; cat /etc/nftables.conf`);

  it('takes a firewall that lets the operator in, and leaves no switch behind', async () => {
    const { outcome } = await site.apply(firewall('second'));
    assert.equal(outcome, 'changed');
    assert.match(await rules(), /second[^]*second/);
    assert.equal(await timers(), '0\n');
    assert.deepEqual((await site.plan(firewall('second'))).changes, []);
  });

  it('takes an sshd that lets the operator in, and leaves no switch behind', async () => {
    const { outcome } = await site.apply(sshd('X11Forwarding no\nMaxAuthTries 5\n'));
    assert.equal(outcome, 'changed');
    assert.match(await onHost(sh`sshd -T`), /^maxauthtries 5$/m);
    assert.equal(await timers(), '0\n');
  });

  it('undoes a firewall that drops ssh: in the kernel and on the disk', async () => {
    const { outcome, trouble } = await site.apply(firewall('shut'));
    assert.equal(outcome, 'failed');
    assert.equal(trouble?.code, 'E_LOCKED_OUT');
    assert.match(
      trouble.message,
      /box: after the change of nftables .* no new connection gets in; the old state is back/,
    );
    assert.match(await rules(), /second[^]*second/);
    assert.doesNotMatch(await rules(), /policy drop/);
    assert.equal(await timers(), '0\n');
    // The difference is still there, to be seen and mended.
    assert.notDeepEqual((await site.plan(firewall('shut'))).changes, []);
    assert.equal((await site.apply(firewall('second'))).trouble, undefined);
    assert.deepEqual((await site.plan(firewall('second'))).changes, []);
  });

  for (const [what, line] of [
    ['lets nobody log in', 'AllowUsers nobody-at-all'],
    ["looks elsewhere for the operator's key", 'AuthorizedKeysFile /nonexistent/keys'],
  ] as const) {
    it(`undoes an sshd that ${what}`, async () => {
      const { trouble } = await site.apply(sshd(`X11Forwarding no\n${line}\n`));
      assert.equal(trouble?.code, 'E_LOCKED_OUT');
      assert.match(trouble.message, /service ssh .*the old state is back/);
      assert.doesNotMatch(
        await onHost(sh`cat /etc/ssh/sshd_config.d/05-tried.conf`),
        /AllowUsers|nonexistent/,
      );
      assert.equal(await timers(), '0\n');
      assert.notDeepEqual((await site.plan(sshd(`X11Forwarding no\n${line}\n`))).changes, []);
    });
  }

  it('brings the old rules back by itself when trueup dies between the change and the proof', async () => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('lock-out-process.ts', import.meta.url))],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    for await (const chunk of child.stdout) {
      if (String(chunk).includes('loaded')) break;
    }
    child.kill('SIGKILL');
    await once(child, 'close');
    await assert.rejects(onHost(sh`true`), 'the bad rules are in force: no way in');
    let back = false;
    for (let second = 0; second < 45 && !back; second += 3) {
      await sleep(1000);
      back = await onHost(sh`true`).then(
        () => true,
        () => false,
      );
    }
    assert.ok(back, 'the switch on the host did not act');
    assert.match(await rules(), /second[^]*second/);
    assert.equal((await site.apply(firewall('second'))).trouble, undefined);
    assert.equal(await timers(), '0\n');
  });
});
