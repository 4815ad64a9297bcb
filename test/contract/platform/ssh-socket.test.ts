// sshd behind a socket, as every Ubuntu since 22.10 has it, and as Debian 11 does: hardened, never locked out.
import assert from 'node:assert/strict';
import { file, service, sh, sshdUnits, type Resource, type Script } from '../../../lib/kit.js';
import { ownHost } from './own-host.js';
import type { RunMark } from '../../../lib/model/record.js';
import { markOf, OneHostSite } from '../../faults/sites/one-host-site.js';
import { BaseSite } from './base-site.js';

interface Kind {
  /** Ends the sentence "sshd …". */
  readonly title: string;
  /** Makes the host such a one, for its next boot. */
  readonly make: Script;
  readonly port?: number;
  /** What is written is in force at once. */
  readonly atOnce?: true;
  /** Of ssh.service and ssh.socket, before and after. */
  readonly atBoot: string;
}

const socketOnly = sh`
systemctl disable -q ssh.service
systemctl enable -q ssh.socket`;

const kinds: readonly Kind[] = [
  {
    title: 'that ssh.socket hands the socket to (Debian 12 and later)',
    make: socketOnly,
    atBoot: 'disabled enabled',
  },
  {
    title: 'that requires its socket, on a port of each family (Ubuntu)',
    make: sh`
mkdir -p /etc/systemd/system/ssh.socket.d
printf '%s\n' '[Socket]' ListenStream= ListenStream=0.0.0.0:22 'ListenStream=[::]:22' \
  BindIPv6Only=ipv6-only FreeBind=yes '[Install]' RequiredBy=ssh.service >/etc/systemd/system/ssh.socket.d/ubuntu.conf
systemctl daemon-reload
${socketOnly}`,
    atBoot: 'disabled enabled',
  },
  {
    title: 'on another port than 22',
    make: sh`
mkdir -p /etc/systemd/system/ssh.socket.d
printf '%s\n' '[Socket]' ListenStream= ListenStream=2222 >/etc/systemd/system/ssh.socket.d/port.conf
systemctl daemon-reload
${socketOnly}`,
    port: 2222,
    atBoot: 'disabled enabled',
  },
  {
    title: 'of which each connection gets its own (Debian 11)',
    make: sh`
printf '%s\n' '[Unit]' Before=ssh.service Conflicts=ssh.service '[Socket]' ListenStream=22 Accept=yes \
  '[Install]' WantedBy=sockets.target >/etc/systemd/system/ssh.socket
printf '%s\n' '[Service]' 'ExecStart=-/usr/sbin/sshd -i' StandardInput=socket RuntimeDirectory=sshd \
  RuntimeDirectoryPreserve=yes RuntimeDirectoryMode=0755 >/etc/systemd/system/ssh@.service
systemctl daemon-reload
${socketOnly}`,
    atOnce: true,
    atBoot: 'disabled enabled',
  },
  {
    title: 'with a socket and a service that both start at boot',
    make: sh`systemctl enable -q ssh.socket ssh.service`,
    atBoot: 'enabled enabled',
  },
];

/** A configuration of sshd, as a role would declare it. */
function sshd(content: string): readonly Resource[] {
  const config = file({ path: '/etc/ssh/sshd_config.d/05-tried.conf', content });
  const test = sh`mkdir -p -m 0755 /run/sshd; sshd -t`;
  return [
    config,
    service({ ...sshdUnits, running: true, enabled: true, test, reloadOn: [config], lockOut: true }),
  ];
}

const atBoot = sh`for unit in ssh.service ssh.socket; do systemctl is-enabled -- "$unit" || true; done | paste -sd ' '`;
const failedUnits = sh`systemctl list-units --failed --no-legend --plain`;
const switches = sh`find /var/lib/trueup/undo /run/trueup/good -mindepth 1 2>/dev/null || true
find /etc/systemd -name 'trueup-undo*'`;

for (const kind of kinds) {
  describe(`An sshd ${kind.title}`, function () {
    this.timeout(300_000);
    let site: BaseSite;

    before(async function () {
      const connection = await ownHost.call(this);
      const first = new BaseSite(connection);
      await first.onHost(kind.make);
      first.close();
      site = new BaseSite(connection, {}, kind.port);
      const old = new BaseSite(connection);
      await old.onHost(sh`systemd-run --quiet --collect --on-active=1 systemctl reboot`);
      old.close();
      await site.comesBack(
        60,
        async () => (await site.onHost(sh`systemctl is-active ssh.socket`)) === 'active\n',
      );
    });
    after(() => {
      // `before` may have skipped the suite.
      // oxlint-disable-next-line typescript/no-unnecessary-condition
      site?.close();
    });

    it('is hardened, with no failed unit, and starts at boot as before', async () => {
      const { outcome, trouble, changes } = await site.apply();
      assert.equal(trouble, undefined);
      assert.equal(outcome, 'changed');
      assert.ok(!changes.includes('service ssh: update start at boot'), changes.join('\n'));
      assert.equal(await site.onHost(failedUnits), '');
      assert.equal(await site.onHost(atBoot), `${kind.atBoot}\n`);
      assert.equal(await site.onHost(switches), '');
      assert.deepEqual((await site.plan()).changes, []);
    });

    it('lets no password in', async () => {
      assert.match(await site.offeredMethods(), /^publickey$/);
    });

    it('holds every check', async () => {
      assert.deepEqual((await site.verify()).failed, []);
    });

    it('accepts a later change, and a new connection still gets in', async () => {
      const more = new BaseSite(site.connection, { ssh_root_login: 'prohibit-password' }, kind.port);
      const { trouble } = await more.apply();
      assert.equal(trouble, undefined);
      assert.match(
        await site.onHost(sh`sshd -T`),
        /^permitrootlogin (without-password|prohibit-password)$/im,
      );
      assert.equal((await site.apply()).trouble, undefined);
      more.close();
    });

    it('puts a configuration back that sshd refuses', async function () {
      // What somebody else wrote wrong keeps everybody out there, whoever comes then.
      if (kind.atOnce) this.skip();
      await site.onHost(
        sh`echo 'Nonsense yes' >/etc/ssh/sshd_config.d/99-odd.conf; echo '# drift' >>/etc/ssh/sshd_config.d/00-trueup.conf`,
      );
      const { trouble } = await site.apply();
      assert.equal(trouble?.code, 'E_APPLY');
      assert.match(trouble.output ?? '', /the configuration of ssh.service is invalid/);
      await site.onHost(sh`rm /etc/ssh/sshd_config.d/99-odd.conf`);
      assert.equal((await site.apply()).trouble, undefined);
      assert.equal(await site.onHost(failedUnits), '');
    });

    it('puts a configuration back that would lock the operator out', async () => {
      assert.equal((await site.applyOnly(sshd('MaxSessions 5\n'))).trouble, undefined);
      const { trouble } = await site.applyOnly(sshd('AllowUsers nobody-at-all\n'));
      assert.equal(trouble?.code, 'E_LOCKED_OUT');
      assert.match(
        trouble.message,
        /new connections fail after the change to service ssh; the old state was restored$/,
      );
      assert.match(await site.onHost(sh`sshd -T`), /^maxsessions 5$/im);
      assert.equal(
        await site.onHost(sh`${failedUnits}
${switches}`),
        '',
      );
    });

    it('puts it back by itself where trueup is gone before it could prove its way in', async () => {
      const gone = new AbortController();
      const { trouble } = await site.applyOnly(sshd('AllowUsers nobody-at-all\n'), {
        abort: gone.signal,
        listener: (event) => {
          const last = kind.atOnce ? 'file /etc/ssh/sshd_config.d/05-tried.conf' : 'service ssh';
          if (event.type === 'step.done' && event.resource === last) gone.abort();
        },
      });
      assert.equal(trouble?.code, 'E_INTERRUPTED');
      await assert.rejects(site.onHost(sh`true`), 'the bad configuration is in force: no way in');
      await site.comesBack(60);
      assert.match(await site.onHost(sh`sshd -T`), /^maxsessions 5$/im);
      assert.equal(await site.onHost(failedUnits), '');
      assert.equal((await site.applyOnly(sshd('MaxSessions 5\n'))).trouble, undefined);
      assert.equal(await site.onHost(switches), '');
    });

    it('follows a rollback, and is put back where that would lock the operator out', async function () {
      // The rollback logs in at the usual port; and what is written for the test would be in force at once.
      if (kind.port !== undefined || kind.atOnce) this.skip();
      const tried = new OneHostSite();
      const mark = (): { readonly mark: RunMark } => ({ mark: markOf('apply') });
      try {
        assert.equal((await tried.apply(sshd('MaxSessions 4\n'), undefined, mark())).trouble, undefined);
        assert.equal((await tried.apply(sshd('MaxSessions 3\n'), undefined, mark())).trouble, undefined);
        assert.equal((await tried.rollback()).trouble, undefined);
        assert.match(await site.onHost(sh`sshd -T`), /^maxsessions 4$/im);
        await site.onHost(sh`echo 'AllowUsers nobody-at-all' >/etc/ssh/sshd_config.d/05-tried.conf`);
        assert.equal((await tried.apply(sshd('MaxSessions 3\n'), undefined, mark())).trouble, undefined);
        assert.equal((await tried.rollback()).trouble?.code, 'E_LOCKED_OUT');
        assert.match(await site.onHost(sh`cat /etc/ssh/sshd_config.d/05-tried.conf`), /^MaxSessions 3$/m);
        assert.equal(await site.onHost(failedUnits), '');
        assert.equal(await site.onHost(atBoot), `${kind.atBoot}\n`);
      } finally {
        tried.close();
      }
    });

    it('is as declared after a reboot, and holds every check', async () => {
      await site.reboot();
      assert.deepEqual((await site.plan()).changes, []);
      assert.deepEqual((await site.verify()).failed, []);
      assert.equal(await site.onHost(atBoot), `${kind.atBoot}\n`);
      assert.equal(await site.onHost(failedUnits), '');
    });
  });
}
