// How root rights are had, or clearly not: sudo and sudo-rs, login shells, and root itself, over both transports.
import assert from 'node:assert/strict';
import { sh, type Script } from '../../../lib/kit.js';
import type { Connection } from '../../../lib/model/fleet.js';
import { Secret } from '../../../lib/model/secret.js';
import type { TrueupError } from '../../../lib/model/trueup-error.js';
import { ownHost } from './own-host.js';
import { TestBed } from '../test-bed.js';

const password = 'pa ss"$word';

/** Users with the operator's key: `asked` needs a password for sudo, `stranger` may not use it. */
const users = sh`
for name in asked stranger; do
  useradd -m -s /bin/bash "$name"
  mkdir -p "/home/$name/.ssh"
  cp /home/ubuntu/.ssh/authorized_keys "/home/$name/.ssh/"
  chown -R "$name:" "/home/$name"
  printf '%s:%s\n' "$name" ${password} | chpasswd
done
mkdir -p -m 0700 /root/.ssh
cp /home/ubuntu/.ssh/authorized_keys /root/.ssh/
echo 'asked ALL=(ALL:ALL) ALL' >/etc/sudoers.d/50-asked`;

const install = (name: string): Script => sh`
export DEBIAN_FRONTEND=noninteractive
dpkg -s ${name} >/dev/null 2>&1 || { apt-get -q update && apt-get -q -y install --no-install-recommends ${name}; } >/dev/null`;

/** As Ubuntu has it since 25.10: sudo is a link that leads to sudo-rs by update-alternatives(1). */
const sudoRs = sh`
${install('sudo-rs')}
dpkg-divert --quiet --local --rename --divert /usr/bin/sudo.ws --add /usr/bin/sudo
update-alternatives --quiet --install /usr/bin/sudo sudo /usr/lib/cargo/bin/sudo 50`;

const kinds: readonly (readonly [string, Script])[] = [
  ['sudo', sh`:`],
  ['sudo-rs', sudoRs],
];

for (const [kind, make] of kinds) {
  describe(`Root rights by ${kind}`, function () {
    this.timeout(300_000);
    let own: Connection;
    let bed: TestBed;

    before(async function () {
      own = await ownHost.call(this);
      bed = await TestBed.connect(own);
      await bed.run(users);
      await bed.run(make);
    });
    after(async () => {
      // `before` may have skipped the suite.
      // oxlint-disable-next-line typescript/no-unnecessary-condition
      await bed?.close();
    });

    async function whoami(how: Partial<Connection>): Promise<string> {
      const other = await TestBed.connect({ ...own, ...how });
      try {
        return (await other.run(sh`id -un`)).trim();
      } finally {
        await other.close();
      }
    }

    async function refusal(how: Partial<Connection>): Promise<TrueupError> {
      try {
        await whoami(how);
      } catch (error) {
        return error as TrueupError;
      }
      throw new assert.AssertionError({ message: 'it was not refused' });
    }

    /** Both refusals of the user whom sudo asks for a password: without one, and with the right one. */
    async function withAndWithoutPassword(transport: 'ssh2' | 'openssh'): Promise<readonly TrueupError[]> {
      const without = await refusal({ transport, user: 'asked' });
      return [without, await refusal({ transport, user: 'asked', becomePassword: new Secret(password) })];
    }

    for (const transport of ['ssh2', 'openssh'] as const) {
      it(`are had without a password where the rules say so (${transport})`, async () => {
        assert.equal(await whoami({ transport }), 'root');
      });

      it(`are had by the right password (${transport})`, async () => {
        const how = { transport, user: 'asked', becomePassword: new Secret(password) };
        assert.equal(await whoami(how), 'root');
      });

      it(`are refused by name where a password is wanted and none is given (${transport})`, async () => {
        const error = await refusal({ transport, user: 'asked' });
        assert.equal(error.code, 'E_SUDO');
        assert.equal(error.message, 'box: sudo needs a password');
        assert.match(error.hint ?? '', /ansible_become_password.*-K \(--ask-become-pass\)/);
      });

      it(`are refused by name for a wrong password (${transport})`, async () => {
        const error = await refusal({ transport, user: 'asked', becomePassword: new Secret('wrong') });
        assert.equal(error.code, 'E_SUDO');
        assert.equal(error.message, 'box: sudo refused the password');
      });

      it(`are refused by name to whom the rules don't know (${transport})`, async () => {
        const error = await refusal({ transport, user: 'stranger', becomePassword: new Secret(password) });
        assert.equal(error.code, 'E_SUDO');
        assert.equal(error.message, 'box: this user may not use sudo');
        assert.match(error.hint ?? '', /sudo rights/);
      });

      it(`are had by root itself, also where there is no sudo (${transport})`, async () => {
        await bed.run(sh`mv /usr/bin/sudo /usr/bin/sudo.away`);
        try {
          assert.equal(await whoami({ transport, user: 'root' }), 'root');
          assert.equal(
            await whoami({ transport, user: 'root', becomePassword: new Secret('of others') }),
            'root',
          );
          for (const error of await withAndWithoutPassword(transport)) {
            assert.equal(error.code, 'E_SUDO');
            assert.equal(error.message, 'box: sudo is not installed');
          }
        } finally {
          await bed.run(sh`mv /usr/bin/sudo.away /usr/bin/sudo`);
        }
      });
    }

    if (kind === 'sudo-rs') return;

    it('are refused by name where sudo requires a terminal', async () => {
      await bed.run(sh`echo 'Defaults:asked requiretty' >/etc/sudoers.d/60-tty`);
      for (const transport of ['ssh2', 'openssh'] as const) {
        for (const error of await withAndWithoutPassword(transport)) {
          assert.equal(error.code, 'E_SUDO');
          assert.match(error.message, /sudo requires a terminal \(requiretty/);
          assert.match(error.hint ?? '', /!requiretty/);
        }
      }
      await bed.run(sh`rm /etc/sudoers.d/60-tty`);
    });

    for (const [name, path] of [
      ['fish', '/usr/bin/fish'],
      ['tcsh', '/bin/tcsh'],
      ['zsh', '/bin/zsh'],
      ['busybox', '/bin/sh'],
    ] as const) {
      it(`are had behind the login shell ${name}`, async () => {
        await bed.run(sh`${install(name)}
if [ ${name} = busybox ]; then ln -sf /bin/busybox /usr/local/bin/sh; usermod -s /usr/local/bin/sh asked
else usermod -s ${path} asked; fi`);
        for (const transport of ['ssh2', 'openssh'] as const) {
          assert.equal(
            await whoami({ transport, user: 'asked', becomePassword: new Secret(password) }),
            'root',
          );
          assert.equal((await refusal({ transport, user: 'asked' })).message, 'box: sudo needs a password');
        }
        if (name === 'busybox') await bed.run(sh`rm /usr/local/bin/sh`);
      });
    }

    it('are refused by name where the login shell lets nobody in', async () => {
      for (const transport of ['ssh2', 'openssh'] as const) {
        for (const becomePassword of [undefined, new Secret(password)]) {
          const how = { transport, user: 'asked', ...(becomePassword && { becomePassword }) };
          await bed.run(sh`usermod -s /usr/sbin/nologin asked`);
          const turned = await refusal(how);
          assert.equal(turned.code, 'E_AUTH');
          assert.match(turned.message, /the login shell rejects every login \(nologin\)/);
          await bed.run(sh`usermod -s /bin/false asked`);
          const silent = await refusal(how);
          assert.equal(silent.code, 'E_PROTOCOL');
          assert.match(silent.message, /the login shell exited with status 1 and printed nothing/);
          assert.match(silent.hint ?? '', /\/bin\/false/);
        }
      }
    });
  });
}
