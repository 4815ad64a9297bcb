// Who has HAProxy or nginx run with another configuration is found, whichever way systemd knows to say it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Script } from '../../../lib/model/script.js';
import { stackOf } from '../../unit/roles/stack.js';

const packaged = {
  haproxy: `[Service]
EnvironmentFile=-/etc/default/haproxy
Environment="CONFIG=/etc/haproxy/haproxy.cfg" "PIDFILE=/run/haproxy.pid" "EXTRAOPTS=-S /run/haproxy-master.sock"
ExecStart=/usr/sbin/haproxy -Ws -f $CONFIG -p $PIDFILE $EXTRAOPTS
`,
  nginx: `[Service]
ExecStart=/usr/sbin/nginx -g 'daemon on; master_process on;'
`,
};
type Daemon = keyof typeof packaged;

/** Contents of drop-ins, and of the file of variables. */
interface Said {
  readonly dropIns?: readonly string[];
  readonly variables?: string;
}

describe('the configuration that a daemon runs with', () => {
  let folder = '';
  const asks = new Map<Daemon, Script>();

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-effect-'));
    writeFileSync(join(folder, 'systemctl'), '#!/bin/sh\ncat "${0%/*}/shown"\n');
    chmodSync(join(folder, 'systemctl'), 0o755);
    const stack = await stackOf();
    for (const [host, name] of [
      ['lb1', 'haproxy'],
      ['web1', 'nginx'],
    ] as const) {
      const found = (await stack.resources(host)).find(({ id }) => id === `effect ${name}`);
      asks.set(name, (found?.want as { ask: Script }).ask);
    }
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** What the script says, without the folder in which this test has everything. */
  function asked(name: Daemon, { dropIns = [], variables }: Said, main = '0', shell = ['dash']): string {
    const put = (path: string, text: string): string => {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, path), text);
      return join(folder, name, path);
    };
    const files = dropIns.map((text, at) => put(`${at}.conf`, text));
    const shown = [
      ...(variables === undefined ? [] : [put('default', variables), '/nowhere']).map(
        (path) => `EnvironmentFiles=${path} (ignore_errors=yes)`,
      ),
      `MainPID=${main}`,
      `FragmentPath=${put(`${name}.service`, packaged[name])}`,
      `DropInPaths=${files.join(' ')}`,
    ];
    put('../shown', `${shown.join('\n')}\n`);
    const { stdout, stderr, status } = spawnSync(
      shell[0] ?? '',
      [...shell.slice(1), '-euc', asks.get(name)?.text ?? 'exit 9'],
      { env: { PATH: `${folder}:/usr/bin:/bin` }, encoding: 'utf8' },
    );
    assert.deepEqual([status, stderr], [0, '']);
    return stdout.replaceAll(`${folder}/${name}/`, '');
  }

  const ours = '/etc/haproxy/haproxy.cfg';
  const cases: readonly (readonly [string, Daemon, Said, string])[] = [
    ['nothing but the package', 'haproxy', {}, ''],
    [
      'what only sets options',
      'haproxy',
      { variables: `#CONFIG="/x"\nEXTRAOPTS="-m 512 -S /run/haproxy-master.sock"\n` },
      '',
    ],
    [
      'a file of variables with another configuration',
      'haproxy',
      { variables: '# by hand\nCONFIG="/etc/haproxy/old.cfg"\n' },
      `CONFIG\t/etc/haproxy/old.cfg\t${ours}\tdefault:2\n`,
    ],
    [
      'one more configuration among the options',
      'haproxy',
      { variables: "EXTRAOPTS='-S /run/haproxy-master.sock -f /etc/haproxy/more.d'\n" },
      'EXTRAOPTS\t-S /run/haproxy-master.sock -f /etc/haproxy/more.d\tno other configuration\tdefault:1\n',
    ],
    [
      'a drop-in with a variable',
      'haproxy',
      { dropIns: ['[Service]\nEnvironment=A=b "CONFIG=/x.cfg"\n'] },
      `CONFIG\t/x.cfg\t${ours}\t0.conf:2\n`,
    ],
    [
      'a file of variables that wins over a drop-in',
      'haproxy',
      { dropIns: ['[Service]\nEnvironment=CONFIG=/x.cfg\n'], variables: `CONFIG=${ours}\n` },
      '',
    ],
    [
      'a drop-in with another command',
      'haproxy',
      { dropIns: ['[Service]\nExecStart=\nExecStart=/usr/sbin/haproxy -Ws -f /x.cfg\n'] },
      `ExecStart\t/usr/sbin/haproxy -Ws -f /x.cfg\ta command that reads ${ours}\t0.conf:3\n`,
    ],
    [
      'a drop-in with one more configuration',
      'haproxy',
      { dropIns: ['[Service]\nExecStart=\nExecStart=/usr/sbin/haproxy -Ws -f $CONFIG -f /x.cfg\n'] },
      `ExecStart\t/usr/sbin/haproxy -Ws -f $CONFIG -f /x.cfg\ta command that reads ${ours}\t0.conf:3\n`,
    ],
    [
      'a drop-in with another program for the same configuration',
      'haproxy',
      { dropIns: ['[Service]\nExecStart=\nExecStart=/opt/haproxy -Ws -f ${CONFIG} $EXTRAOPTS\n'] },
      '',
    ],
    ['nothing but the package', 'nginx', {}, ''],
    [
      'a drop-in with another configuration',
      'nginx',
      {
        dropIns: ['[Service]\nNice=5\n', '[Service]\nExecStart=\nExecStart=/usr/sbin/nginx -c /srv/x.conf\n'],
      },
      'ExecStart\t/usr/sbin/nginx -c /srv/x.conf\ta command that reads /etc/nginx/nginx.conf\t1.conf:3\n',
    ],
    [
      'a drop-in that names ours',
      'nginx',
      { dropIns: ['[Service]\nExecStart=\nExecStart=/usr/sbin/nginx -c /etc/nginx/nginx.conf\n'] },
      '',
    ],
  ];
  for (const [what, name, said, expected] of cases) {
    it(`${name}: ${what}`, () => {
      for (const shell of [['dash'], ['busybox', 'sh']])
        assert.equal(asked(name, said, '0', shell), expected);
    });
  }

  it('is told by its process where no file of systemd’s says another', () => {
    for (const name of ['haproxy', 'nginx'] as const)
      assert.match(
        asked(name, {}, String(process.pid)),
        /^running configuration\ta different one\t\/etc\/[^\t]+\tprocess \d+: [^\t]*node[^\t]*\n$/,
      );
  });
});
