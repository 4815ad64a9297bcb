// What of sshd's settings counts as declared, judged by both shells over a configuration and an sshd of the test's own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Script } from '../../../lib/model/script.js';
import { stackOf } from '../../unit/roles/stack.js';

/** As `sshd -T` has it where our file alone speaks. */
const declared = `permitrootlogin no
pubkeyauthentication yes
passwordauthentication no
kbdinteractiveauthentication no
permitemptypasswords no
permituserenvironment no
logingracetime 30
maxauthtries 6
clientaliveinterval 60
clientalivecountmax 3
x11forwarding no
allowagentforwarding no
usedns no
kexalgorithms curve25519-sha256
hostkeyalgorithms ssh-ed25519
macs hmac-sha2-256-etm@openssh.com
`;

interface Case {
  readonly name: string;
  /** More of group_vars: the connection's variables, and base's. */
  readonly vars?: string;
  readonly baseMore?: string;
  /** What `sshd -T` tells instead. */
  readonly now?: readonly string[];
  /** What follows the Include line of the main file. */
  readonly more?: string;
  /** A file that comes before ours. */
  readonly earlier?: string;
  readonly told?: readonly string[];
}

const main = '/etc/ssh/sshd_config';
const early = '/etc/ssh/sshd_config.d/00-a.conf';
const rootByKey = { vars: 'ansible_user: root', baseMore: '\n    ssh_root_login: prohibit-password' };

const cases: readonly Case[] = [
  { name: 'what is declared' },
  {
    name: 'what is stricter, by somebody’s earlier file',
    earlier: 'MaxAuthTries 3\n',
    now: ['maxauthtries 3', 'logingracetime 20', 'clientaliveinterval 15', 'clientalivecountmax 2'],
  },
  {
    name: 'no root at all instead of root by key',
    baseMore: '\n    ssh_root_login: prohibit-password',
    earlier: 'PermitRootLogin no\n',
    now: ['permitrootlogin no'],
  },
  {
    name: 'no root where the run itself logs in as root',
    ...rootByKey,
    earlier: 'PermitRootLogin no\n',
    now: ['permitrootlogin no'],
    told: [`PermitRootLogin\tno\twithout-password\t${early}:1`],
  },
  { name: 'root by key, spelt as sshd does', ...rootByKey, now: ['permitrootlogin without-password'] },
  {
    name: 'what is looser, by somebody’s earlier file',
    earlier: '# of the provider\nMaxAuthTries = 10\nPermitRootLogin prohibit-password\n',
    now: ['maxauthtries 10', 'permitrootlogin without-password'],
    told: [`PermitRootLogin\twithout-password\tno\t${early}:3`, `MaxAuthTries\t10\t6\t${early}:2`],
  },
  {
    name: 'no limit at all, which sshd writes as 0',
    earlier: 'LoginGraceTime 0\nClientAliveInterval 0\n',
    now: ['logingracetime 0', 'clientaliveinterval 0'],
    told: [`LoginGraceTime\t0\t30\t${early}:1`, `ClientAliveInterval\t0\t60\t${early}:2`],
  },
  {
    name: 'less time than a slow host’s login is given',
    vars: 'ansible_timeout: 60',
    earlier: 'LoginGraceTime 30\n',
    now: ['logingracetime 30'],
    told: [`LoginGraceTime\t30\t180\t${early}:1`],
  },
  {
    name: 'what was switched on, and is off',
    baseMore: '\n    ssh_passwords: true',
    earlier: 'PasswordAuthentication no\nPubkeyAuthentication no\n',
    now: ['pubkeyauthentication no'],
    told: [`PubkeyAuthentication\tno\tyes\t${early}:2`, `PasswordAuthentication\tno\tyes\t${early}:1`],
  },
  {
    name: 'a Match block that loosens for others',
    more: 'Match User deploy,backup Address 10.0.0.0/8\n  PasswordAuthentication="yes"\n  X11Forwarding no\nMatch Group sftp\n  ForceCommand internal-sftp\n  ChallengeResponseAuthentication YES\n',
    told: [
      `PasswordAuthentication\tyes for User deploy,backup Address 10.0.0.0/8\tno\t${main}:3`,
      `KbdInteractiveAuthentication\tyes for Group sftp\tno\t${main}:7`,
    ],
  },
  {
    name: 'a Match block that loosens for others, left to its owner',
    baseMore: '\n    ssh_exceptions: true',
    more: 'Match User deploy\n  PasswordAuthentication yes\n',
  },
  {
    name: 'a Match block that is stricter',
    more: 'Match User deploy\n  MaxAuthTries 2\n  PermitRootLogin no\n  ClientAliveInterval 1m\n',
  },
  {
    name: 'a Match block of the connection itself, told once',
    baseMore: '\n    ssh_exceptions: true',
    more: 'Match User ubuntu\n  X11Forwarding yes\n',
    now: ['x11forwarding yes'],
    told: [`X11Forwarding\tyes\tno\t${main}:3`],
  },
  {
    name: 'a Match block for all, told once',
    more: 'Match all\n  X11Forwarding yes\n',
    now: ['x11forwarding yes'],
    told: [`X11Forwarding\tyes\tno\t${main}:3`],
  },
  {
    name: 'a Match block in a file of its own, which ends with the file',
    earlier: 'Match User deploy\nPermitEmptyPasswords yes\n',
    more: 'PasswordAuthentication yes\n',
    told: [`PermitEmptyPasswords\tyes for User deploy\tno\t${early}:2`],
  },
  {
    name: 'a weak algorithm, whoever lists it',
    more: 'MACs hmac-sha1\n',
    now: ['macs hmac-sha2-512,hmac-sha1'],
    told: [`MACs\thmac-sha1\tnone of umac-64*,hmac-sha1*\t${main}:2`],
  },
];

for (const shell of ['dash', 'busybox'] as const) {
  describe(`sshd’s settings in force, by ${shell}`, () => {
    let root = '';
    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), 'trueup-sshd-'));
    });
    afterEach(() => {
      rmSync(root, { recursive: true });
    });
    const put = (path: string, text: string, mode = 0o644): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text.replace('Include /', `Include ${root}/`), { mode });
    };

    for (const { name, vars, baseMore, now = [], more = '', earlier, told = [] } of cases) {
      it(`${told.length === 0 ? 'take' : 'name'} ${name}`, async () => {
        const stack = await stackOf({
          ...(vars !== undefined && { vars }),
          ...(baseMore !== undefined && { baseMore }),
        });
        const effect = (await stack.resources('db1')).find(({ id }) => id === 'effect sshd');
        const ours = await stack.text('db1', 'file /etc/ssh/sshd_config.d/00-trueup.conf');
        put(main, `Include /etc/ssh/sshd_config.d/*.conf\n${more}`);
        put('/etc/ssh/sshd_config.d/00-trueup.conf', ours);
        if (earlier !== undefined) put(early, earlier);
        const grace = /^LoginGraceTime (\d+)$/m.exec(ours)?.[1] ?? '';
        const all = declared.replace('logingracetime 30', `logingracetime ${grace}`);
        const says = now.reduce(
          (text, line) => text.replace(RegExp(`^${line.split(' ')[0] ?? ''} .*$`, 'm'), line),
          all,
        );
        put('/usr/sbin/sshd', `#!/bin/sh\ncat <<'end'\n${says}end\n`, 0o755);
        mkdirSync(join(root, 'run/sshd'), { recursive: true });
        const { ask } = effect?.want as { ask: Script };
        const text = ask.text.replaceAll(/\/(?=etc\/ssh\/|usr\/sbin\/|run\/sshd)/g, `${root}/`);
        const [program, ...args] = shell === 'dash' ? ['dash'] : ['busybox', 'sh'];
        const { stdout, stderr, status } = spawnSync(program, [...args, '-c', `set -eu\n${text}`], {
          encoding: 'utf8',
        });
        assert.deepEqual([status, stderr], [0, '']);
        assert.deepEqual(
          stdout.split('\n').filter((line) => line !== ''),
          told.map((line) => line.replace(/\/etc/, `${root}/etc`)),
        );
      });
    }
  });
}
