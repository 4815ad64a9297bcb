// Which files decide on a kernel parameter at boot, asked by both shells in folders of the test's own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { assignments, readAssignment, winnerOver } from '../../../../lib/resources/system/sysctl-at-boot.js';

const forward = '/proc/sys/net/ipv4/ip_forward';
const dotted = '/proc/sys/net/ipv4/conf/eth0.7/forwarding';
const own = '/etc/sysctl.d/99-trueup-x.conf';

for (const shell of ['dash', 'busybox'] as const) {
  describe(`what is a kernel parameter’s after a boot, by ${shell}`, () => {
    let root = '';
    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), 'trueup-sysctl-d-'));
    });
    afterEach(() => {
      rmSync(root, { recursive: true });
    });
    const put = (path: string, text: string): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    const link = (path: string, to: string): void => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      symlinkSync(to, join(root, path));
    };
    /** Who wins over ours: `FILE:LINE VALUE`. */
    function winner(path = forward): string {
      const folders = /(?<!\w)\/(?=(?:etc|run|usr\/local\/lib|usr\/lib|lib)\/sysctl\.d)/g;
      const text = assignments([forward, dotted]).text.replaceAll(folders, `${root}/`);
      const [program, ...args] = shell === 'dash' ? ['dash'] : ['busybox', 'sh'];
      const { stdout, stderr, status } = spawnSync(program, [...args, '-c', `set -eu\n${text}`], {
        encoding: 'utf8',
      });
      assert.deepEqual([status, stderr], [0, '']);
      const all = stdout.split('\n').filter(Boolean).map(readAssignment);
      const found = winnerOver(own, path, all);
      return found ? `${found.file.replace(root, '')}:${found.line} ${found.value}` : '';
    }

    it('nobody, where no file is there', () => {
      assert.equal(winner(), '');
    });

    it('the last line of the file whose name comes last, whichever folder it is in', () => {
      put('/etc/sysctl.d/99-u.conf', 'net.ipv4.ip_forward=1\n');
      put('/usr/lib/sysctl.d/99-z z.conf', '# x\n net/ipv4/ip_forward = 2 \n-net.ipv4.ip_forward=\t0\n');
      put('/run/sysctl.d/10-a.conf', 'net.ipv4.ip_forward=3\n');
      assert.equal(winner(), '/usr/lib/sysctl.d/99-z z.conf:3 0');
    });

    it('nobody, where all come before ours', () => {
      put('/run/sysctl.d/10-a.conf', 'net.ipv4.ip_forward=3\n');
      put('/etc/sysctl.d/99-sysctl.conf', 'net.ipv4.ip_forward=3\n');
      assert.equal(winner(), '');
    });

    it('the one in /etc of two with a name, and nobody where that masks the other', () => {
      put('/usr/lib/sysctl.d/zz.conf', 'net.ipv4.ip_forward=3\n');
      put('/run/sysctl.d/zz.conf', 'net.ipv4.ip_forward=2\n');
      assert.equal(winner(), '/run/sysctl.d/zz.conf:1 2');
      link('/etc/sysctl.d/zz.conf', '/dev/null');
      assert.equal(winner(), '');
    });

    it('sysctl.conf, where a link with a later name leads to it', () => {
      put('/etc/sysctl.conf', 'net.ipv4.ip_forward=0\n');
      assert.equal(winner(), '');
      link('/etc/sysctl.d/zz-sysctl.conf', '../sysctl.conf');
      assert.equal(winner(), '/etc/sysctl.d/zz-sysctl.conf:1 0');
    });

    it('no pattern, no comment, no other parameter', () => {
      put(
        '/etc/sysctl.d/zz.conf',
        'net.ipv4.*=5\n;net.ipv4.ip_forward=0\n-net.ipv4.ip_forward\nnet.ipv4.ip_forward2=1\n',
      );
      assert.equal(winner(), '');
    });

    it('a parameter with a dot in its name, however it is written', () => {
      put('/etc/sysctl.d/zy.conf', 'net.ipv4.conf.eth0/7.forwarding = 1\n');
      assert.equal(winner(dotted), '/etc/sysctl.d/zy.conf:1 1');
      put('/etc/sysctl.d/zz.conf', 'net/ipv4/conf/eth0.7/forwarding = 0\n');
      assert.equal(winner(dotted), '/etc/sysctl.d/zz.conf:1 0');
    });
  });
}
