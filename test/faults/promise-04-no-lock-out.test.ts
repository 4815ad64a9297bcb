// Changes that would keep the operator out, on a real host: they are undone, by trueup or without it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { file, packages, service, sh, unit } from '../../lib/kit.js';
import { builtProgram } from '../built-program.js';
import { TestBed } from '../contract/test-bed.js';
import { freshHost } from '../contract/fresh-host.js';
import { testHost } from '../contract/test-host.js';
import { firewall, sshd, unproven } from './cases/lock-out-firewall.js';
import { OneHostSite } from './sites/one-host-site.js';

describe('promise 4: nobody is locked out', function () {
  this.timeout(300_000);
  let site: OneHostSite;

  before(async function () {
    await freshHost.call(this);
    site = new OneHostSite();
    assert.equal((await site.apply(firewall('first'))).trouble, undefined);
    assert.equal((await site.apply(sshd('X11Forwarding no\n'))).trouble, undefined);
  });
  after(async () => {
    // `before` may have skipped the suite.
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    if (!site) return;
    site.close();
    await onHost(sh`
rm -f /etc/ssh/sshd_config.d/05-tried.conf /var/lib/trueup/stamps/ssh.service /var/lib/trueup/nftables.loaded /etc/nftables.d/trueup.nft
systemctl reload ssh
rm -f /etc/systemd/system/trueup-firewall.service /etc/systemd/system/*.wants/trueup-firewall.service
rm -rf /etc/systemd/system/nftables.service.d
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
  const rules = (): Promise<string> => onHost(sh`nft list ruleset; cat /etc/nftables.d/trueup.nft`);

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
      /box: new connections fail after the change to nftables .*; the old state was restored/,
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
      assert.match(trouble.message, /service ssh.*the old state was restored/);
      assert.doesNotMatch(
        await onHost(sh`cat /etc/ssh/sshd_config.d/05-tried.conf`),
        /AllowUsers|nonexistent/,
      );
      assert.equal(await timers(), '0\n');
      assert.notDeepEqual((await site.plan(sshd(`X11Forwarding no\n${line}\n`))).changes, []);
    });
  }

  it('leaves a host without rules as it was', async () => {
    await onHost(sh`
nft flush ruleset
rm -f /etc/systemd/system/trueup-firewall.service /etc/systemd/system/*.wants/trueup-firewall.service
rm -rf /etc/systemd/system/nftables.service.d
rm -f /etc/nftables.d/trueup.nft /var/lib/trueup/nftables.loaded`);
    const { trouble } = await site.apply(firewall('shut'));
    assert.match(trouble?.message ?? '', /the old state was restored$/);
    const found = await onHost(
      sh`nft list ruleset; ls /etc/nftables.d/trueup.nft 2>/dev/null || true; find /etc/systemd -name 'trueup-firewall*'`,
    );
    assert.equal(found, '');
    assert.equal((await site.apply(firewall('second'))).trouble, undefined);
  });

  it('leaves rules alone that only iptables can load', async () => {
    assert.equal((await site.apply([packages({ names: ['iptables'] })])).trouble, undefined);
    await onHost(sh`
nft flush ruleset
iptables-nft -A INPUT -m string --algo bm --string trueup-tried -j DROP
ip6tables-nft -A INPUT -p tcp --dport 99 -j DROP`);
    const { trouble } = await site.apply(firewall('shut'));
    assert.match(trouble?.message ?? '', /the old state was restored$/);
    assert.match(await onHost(sh`iptables-nft-save; ip6tables-nft-save`), /trueup-tried[^]*--dport 99/);
    assert.equal((await site.apply(firewall('second'))).trouble, undefined);
  });

  it('waits for the host where the change cuts also the connection that made it', async () => {
    const { trouble } = await site.apply(firewall('cut'));
    assert.equal(trouble?.code, 'E_LOCKED_OUT');
    assert.match(
      trouble.message,
      /new connections fail after the change to nftables .*; the host restored the old state on its own$|cut the connection/,
    );
    assert.match(await rules(), /second[^]*second/);
    assert.equal(await timers(), '0\n');
  });

  it('undoes all of it where a later one of two such changes fails', async () => {
    const own = unit({ name: 'trueup-tried.service', content: '[Service]\nExecStart=sleep 1000\n' });
    const reload = file({ path: '/etc/trueup-tried', content: 'x' });
    const want = { unit: 'trueup-tried', running: true, enabled: 'as it is', lockOut: true } as const;
    try {
      assert.equal((await site.apply([own, service({ ...want, restartOn: [own] })])).trouble, undefined);
      const bad = service({ ...want, restartOn: [own, reload], loaded: sh`false` });
      const { trouble } = await site.apply([own, reload, ...sshd('MaxAuthTries 3\n'), bad]);
      assert.equal(trouble?.code, 'E_APPLY');
      assert.doesNotMatch(await onHost(sh`sshd -T`), /^maxauthtries 3$/m);
      assert.equal(await timers(), '0\n');
    } finally {
      await onHost(sh`
systemctl stop trueup-tried.service
rm -f /etc/trueup-tried /etc/systemd/system/trueup-tried.service /var/lib/trueup/stamps/trueup-tried.service
systemctl daemon-reload`);
    }
  });

  /** A trueup that is killed after the changes, before it could prove its way in. */
  async function killedBeforeProof(how: keyof typeof unproven): Promise<void> {
    const path = fileURLToPath(new URL('cases/lock-out-process.ts', import.meta.url));
    const child = spawn(process.execPath, [builtProgram(path), how], { stdio: 'inherit' });
    const [, signal] = (await once(child, 'close')) as [number | null, string | null];
    assert.equal(signal, 'SIGKILL');
  }

  async function waitForWayIn(seconds: number): Promise<void> {
    for (let waited = 0; waited < seconds; waited += 3) {
      await sleep(3000);
      const isIn = await onHost(sh`true`).then(
        () => true,
        () => false,
      );
      if (isIn) return;
    }
    assert.fail('no way in');
  }

  const asBefore = async (): Promise<void> => {
    assert.match(await rules(), /second[^]*second/);
    assert.doesNotMatch(
      await onHost(sh`sshd -T; cat /etc/ssh/sshd_config.d/05-tried.conf`),
      /nobody-at-all/i,
    );
    assert.equal(await timers(), '0\n');
  };

  it('brings sshd and the firewall back by itself when trueup dies before the proof', async () => {
    // That it takes no longer when somebody lets systemd read its units again is part of it.
    await onHost(sh`systemd-run --quiet --collect --on-active=20 systemctl daemon-reload`);
    await killedBeforeProof('bad');
    await assert.rejects(onHost(sh`true`), 'the bad rules are in force: no way in');
    await waitForWayIn(36);
    await asBefore();
  });

  it('brings them back at boot when also the host goes down before the proof', async () => {
    // Only the boot may do it.
    await onHost(sh`
cat >/run/trueup-tried-power <<'end'
until nft list ruleset | grep -q 'policy drop'; do sleep 0.1; done
sleep 1
systemctl stop trueup-undo-ssh.timer trueup-undo-nftables.timer
cd /var/lib/trueup/undo
mv nftables/undo nftables/acting # as if it went down while the switch acted
mkdir half; touch half/script # and while another one was armed
systemctl reboot --force --force
end
systemd-run --quiet --collect sh /run/trueup-tried-power`);
    await killedBeforeProof('bad');
    await waitForWayIn(90);
    assert.equal(await onHost(sh`ls /run/trueup-tried-power 2>/dev/null || true`), '', 'it was rebooted');
    await asBefore();
  });

  it('takes what nobody confirmed for pending, and lets the next run confirm it', async () => {
    await killedBeforeProof('good');
    assert.deepEqual((await site.plan(unproven.good)).changes, [
      'service ssh: run reload',
      'nftables /etc/nftables.d/trueup.nft: run load the rules',
    ]);
    assert.equal((await site.apply(unproven.good)).trouble, undefined);
    assert.equal(await timers(), '0\n');
    assert.match(await rules(), /third[^]*third/);
    assert.match(await onHost(sh`sshd -T`), /^maxauthtries 4$/m);
    assert.deepEqual((await site.plan(unproven.good)).changes, []);
  });
});
