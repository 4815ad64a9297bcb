// What a host tells of itself, asked of this very machine.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { factsQuestion } from '../../../lib/plan/facts-question.js';
import { readFacts } from '../../../lib/plan/read-facts.js';
import type { Facts } from '../../../lib/model/facts.js';

for (const [name, ...shell] of [['dash'], ['busybox', 'busybox', 'sh'], ['bash', 'bash', '--posix']]) {
  const [program = name ?? '', ...args] = shell;
  describe(`facts, by ${name ?? ''}`, () => {
    /** Asked by a shell that some ancestor started with this environment, and that has lost it since, as behind sudo. */
    function factsWith(environment: Readonly<Record<string, string>>, uid?: number): Facts {
      const question = `set -eu\nLC_ALL=C; export LC_ALL\n${factsQuestion.text}`;
      const outer = ['-c', 'env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; exit $?', 'sh'];
      const { status, stdout, stderr } = spawnSync('sh', [...outer, program, ...args, '-c', question], {
        env: { PATH: '/usr/bin:/bin', ...environment },
        encoding: 'utf8',
        ...(uid !== undefined && { uid, gid: uid }),
        // By a socket bash would know a remote shell, and read its rc files.
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return readFacts('box', { status: status ?? 1, stdout, stderr });
    }

    for (const [said, client] of [
      ['198.18.77.1 50022 198.18.77.11 22', '198.18.77.1'],
      ['2001:db8::7 50022 2001:db8::8 22', '2001:db8::7'],
      ['fe80::1%eth0 50022 fe80::2%eth0 22', 'fe80::1'],
      ['::ffff:10.0.3.1 50022 ::ffff:10.0.3.2 22', '10.0.3.1'],
    ] as const)
      it(`tell from where the connection of ${said} comes`, () => {
        assert.equal(factsWith({ A: '1\n2', SSH_CONNECTION: said, Z: 'a b' }).client, client);
      });

    it('tell nothing of it where it is none of an address', () => {
      assert.equal(factsWith({ SSH_CONNECTION: '$(id) 1' }).client, undefined);
    });

    it('tell the rest where the processes above may not be looked at', function () {
      if (process.getuid?.() !== 0) this.skip();
      const facts = factsWith({ A: '1' }, 65534);
      assert.equal(facts.client, undefined);
      assert.notEqual(facts.bootId, '');
    });

    it('tell the rest', () => {
      const facts = factsWith({ SSH_CONNECTION: '198.18.77.1 50022 198.18.77.11 22' });
      assert.ok(facts.memoryMiB > 100 && facts.memoryMiB < 2 ** 24, String(facts.memoryMiB));
      assert.ok(facts.cpus > 0);
      assert.notEqual(facts.bootId, '');
    });
  });
}

describe('the memory of a host', () => {
  const answer = (...lines: string[]) => ({
    status: 0,
    stdout: [
      'os_id=debian',
      'os_version=13',
      'os_codename=trixie',
      'hostname=h',
      'kernel=6',
      'arch=x86_64',
      'boot=b',
      'cpus=1',
      'epoch=1',
      'virt=lxc',
      ...lines,
    ].join('\n'),
    stderr: '',
  });
  const mib = (...lines: string[]): number => readFacts('box', answer(...lines)).memoryMiB;

  it('is what it shows, or the limit of its cgroup where that is lower', () => {
    assert.equal(mib('memory=1048576'), 1024);
    assert.equal(mib('memory=25165824', 'limit=1342177280'), 1280);
    assert.equal(mib('memory=1048576', 'limit=max'), 1024);
    assert.equal(mib('memory=1048576', 'limit=9223372036854771712'), 1024);
  });
});
