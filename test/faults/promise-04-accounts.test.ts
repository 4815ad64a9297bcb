// What would keep the operator out beside the firewall and sshd: accounts, keys, sudo's rules; and a rollback of any of it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { authorizedKey, file, sh, user } from '../../lib/kit.js';
import type { Resource } from '../../lib/model/resource.js';
import { rollbackAutoRevert } from '../../lib/undo/triggers/snapshot-auto-reverts.js';
import { freshHost } from '../contract/fresh-host.js';
import { keygen } from '../contract/ssh/local-sshd.js';
import { TestBed } from '../contract/test-bed.js';
import { testHost } from '../contract/test-host.js';
import { firewall, sshd } from './cases/lock-out-firewall.js';
import { markOf, OneHostSite, type Ended } from './sites/one-host-site.js';

const drop = (but: string): string =>
  `flush ruleset\ntable inet trueup { chain input { type filter hook input priority 0; policy drop; ${but} iif lo accept; }; }\n`;

describe('promise 4: nobody is locked out (by accounts, or by a rollback)', function () {
  this.timeout(300_000);
  let folder = '';
  let site: OneHostSite;
  const operator = 'ubuntu';
  let key = '';

  before(async function () {
    await freshHost.call(this);
    folder = mkdtempSync(join(tmpdir(), 'trueup-keys-'));
    keygen(join(folder, 'second'), '-t', 'ed25519');
    key = readFileSync(join(folder, 'second.pub'), 'utf8').trim();
    site = new OneHostSite();
  });
  after(() => {
    if (folder === '') return;
    site.close();
    rmSync(folder, { recursive: true });
  });

  /** Over a connection of its own: that it gets in is half of each answer. */
  async function onHost(script: ReturnType<typeof sh>, privateKeyFile?: string): Promise<string> {
    const bed = await TestBed.connect({ ...testHost(), ...(privateKeyFile && { privateKeyFile }) });
    try {
      return await bed.run(script);
    } finally {
      await bed.close();
    }
  }
  const traces = sh`systemctl list-timers --all --no-legend 'trueup-undo-*' | wc -l
find /var/lib/trueup/undo -mindepth 1 2>/dev/null || true
find /etc/systemd -name 'trueup-undo*'
find /etc -name '.trueup-*'`;
  const accounts = (): Promise<string> =>
    onHost(
      sh`cat /etc/passwd /etc/group /etc/shadow; cat /etc/sudoers.d/* ~ubuntu/.ssh/authorized_keys; ls -l --time-style=+ /etc/sudoers.d`,
    );
  const applied = async (resources: readonly Resource[], by = site): Promise<void> => {
    const { trouble } = await by.apply(resources, undefined, { mark: markOf('apply') });
    assert.equal(trouble, undefined);
  };
  function isLockedOut({ trouble }: Ended, what: RegExp): void {
    assert.equal(trouble?.code, 'E_LOCKED_OUT', JSON.stringify(trouble));
    assert.match(trouble.message, what);
  }

  const cases: readonly (readonly [string, () => Resource])[] = [
    ['an operator who loses the login shell', () => user({ name: operator, shell: '/usr/sbin/nologin' })],
    [
      "other options for the operator's key",
      () => {
        const own = readFileSync(`${testHost().privateKeyFile ?? ''}.pub`, 'utf8').trim();
        return authorizedKey({ user: operator, key: `from="192.0.2.1" ${own}` });
      },
    ],
    [
      'rules of sudo that ask the operator for a password',
      () =>
        file({
          path: '/etc/sudoers.d/zz-tried',
          content: `${operator} ALL=(ALL) PASSWD: ALL\n`,
          mode: '0440',
        }),
    ],
  ];
  for (const [title, resource] of cases) {
    it(`undoes ${title}`, async () => {
      const was = await accounts();
      isLockedOut(await site.apply([resource()]), /; the old state was restored$/);
      assert.equal(await accounts(), was);
      assert.equal(await onHost(traces), '0\n');
    });
  }

  it('takes a change of the operator that lets him in, and leaves no switch behind', async () => {
    await applied([user({ name: operator, shell: '/bin/sh' })]);
    assert.equal(await onHost(traces), '0\n');
  });

  it('undoes a rollback that takes the only key away', async () => {
    const second = join(folder, 'second');
    await applied([authorizedKey({ user: operator, key })]);
    const own = readFileSync(`${testHost().privateKeyFile ?? ''}.pub`, 'utf8').trim();
    const keys = sh`cat ~ubuntu/.ssh/authorized_keys`;
    await onHost(sh`printf '%s\n' ${key} >~ubuntu/.ssh/authorized_keys`);
    const other = new OneHostSite(second);
    try {
      isLockedOut(
        await other.rollback(),
        /new connections fail after the change to authorizedKey .*; the old state was restored$/,
      );
      assert.equal(await onHost(keys, second), `${key}\n`);
      assert.equal(await onHost(traces, second), '0\n');
    } finally {
      await onHost(sh`printf '%s\n' ${own} >~ubuntu/.ssh/authorized_keys`, second);
      other.close();
    }
    // Nothing but the way in went wrong: the same rollback goes on as soon as it has one.
    assert.equal((await site.rollback()).trouble, undefined);
  });

  /** What would load rules at the next boot, and start sshd. */
  const boot = sh`
find /etc/systemd/system \( -name '*trueup-firewall*' -o -name nftables.service -o -name 'ssh*.service' \) | sort | while read -r each; do
  printf '%s %s\n' "$each" "$(readlink -- "$each")"
done
systemctl is-enabled trueup-firewall.service nftables.service ssh.service 2>/dev/null || true`;

  it('undoes a rollback to rules that drop ssh', async () => {
    await applied(firewall('first').slice(0, 1));
    await onHost(
      sh`umask 022; mkdir -p /etc/nftables.d; printf %s ${drop('ct state established accept;')} >/etc/nftables.d/trueup.nft`,
    );
    await applied(firewall('second').slice(1));
    const atBoot = await onHost(boot);
    assert.match(atBoot, /sysinit\.target\.wants\/trueup-firewall\.service [^]*^enabled$/m);
    isLockedOut(
      await site.rollback(),
      /new connections fail after the change to nftables .*; the old state was restored$/,
    );
    assert.match(await onHost(sh`nft list ruleset; cat /etc/nftables.d/trueup.nft`), /second[^]*second/);
    assert.equal(await onHost(boot), atBoot);
    assert.equal(await onHost(traces), '0\n');
  });

  it('waits for the host where a rollback cuts also the connection that it came over', async () => {
    await onHost(sh`umask 022; mkdir -p /etc/nftables.d; printf %s ${drop('')} >/etc/nftables.d/trueup.nft`);
    await applied(firewall('third').slice(1));
    isLockedOut(await site.rollback(), /the host restored the old state on its own$/);
    assert.match(await onHost(sh`nft list ruleset; cat /etc/nftables.d/trueup.nft`), /third[^]*third/);
    assert.equal(await onHost(traces), '0\n');
    await onHost(
      sh`nft flush ruleset; rm -f /etc/nftables.d/trueup.nft; systemctl disable -q trueup-firewall`,
    );
  });

  it('undoes a rollback to an sshd that lets nobody in', async () => {
    await onHost(
      sh`printf 'AllowUsers nobody-at-all\n' >/etc/ssh/sshd_config.d/05-tried.conf; chmod 0644 /etc/ssh/sshd_config.d/05-tried.conf`,
    );
    await applied(sshd('MaxAuthTries 5\n'));
    isLockedOut(await site.rollback(), /service ssh.*; the old state was restored$/);
    assert.match(await onHost(sh`sshd -T`), /^maxauthtries 5$/m);
    assert.equal(await onHost(traces), '0\n');
  });

  it('lets a rollback through that keeps the way open', async () => {
    await applied(sshd('MaxAuthTries 4\n'));
    assert.equal((await site.rollback()).trouble, undefined);
    assert.match(await onHost(sh`sshd -T`), /^maxauthtries 5$/m);
    assert.equal(await onHost(traces), '0\n');
  });

  it('brings back at boot what a rollback took out of the boot, and goes on with that boot', async () => {
    await applied(firewall('first').slice(1));
    const was = await onHost(boot);
    // As a rollback that is cut off by the end of its host before anybody could confirm it.
    await onHost(sh`
${rollbackAutoRevert.arm}
systemctl stop trueup-undo-rollback.timer
systemctl disable -q trueup-firewall.service ssh.service
rm -f /etc/systemd/system/trueup-firewall.service /etc/nftables.d/trueup.nft
sync
touch /run/trueup-tried
systemd-run --quiet --collect --on-active=1 systemctl reboot --force --force`);
    let found: string | undefined;
    for (let waited = 0; waited < 90 && found === undefined; waited += 3) {
      await sleep(3000);
      found = await onHost(
        sh`[ ! -e /run/trueup-tried ]; systemctl is-system-running --wait || true; ${boot}`,
      ).catch(() => undefined);
    }
    assert.equal(found?.replace(/^(running|degraded)\n/, ''), was);
    assert.match(await onHost(sh`nft list table inet trueup`), /first/);
    assert.equal(await onHost(traces), '0\n');
  });
});
