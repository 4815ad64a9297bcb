// Which states of a host are in the way of which changes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { file, packages, type Resource } from '../../../lib/kit.js';
import type { Event } from '../../../lib/model/event.js';
import { askedFolders, readinessQuestion } from '../../../lib/plan/readiness-question.js';
import { foretellRefusal, inTheWay, readReadiness, refuseUnready } from '../../../lib/plan/readiness.js';

const step = (resource: Resource, state: 'same' | 'change' | 'unknown' = 'change') => ({
  declared: { resource, role: 'r' },
  state,
});
const nginx = packages({ names: ['nginx'] });
const written = file({ path: '/x', content: '' });
const installs = [step(nginx), step(written)];
const writes = [step(nginx, 'same'), step(written)];
const nothing = [step(nginx, 'same'), step(written, 'same')];

/** `stat -f` of a folder: KiB free, inodes free, inodes in all. */
const room = (folder: string, kib: number, inodes = 100_000, all = 200_000): string =>
  `room=${folder} ${kib / 4} 4096 ${inodes} ${all}\n`;

const told = (stdout: string, steps = installs): readonly string[] =>
  inTheWay(readReadiness({ stdout }), steps).map(({ what }) => what);

describe('whether a host can take changes', () => {
  const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
    // What the host said; what is in the way of installing; what is in the way of a file.
    ['nothing said', 'os_id=debian\n', [], []],
    ['room enough', room('/etc', 50_000) + room('/var/lib', 50_000), [], []],
    ['a read-only /usr', 'read-only=/usr\n', ['/usr: read-only'], []],
    ['a read-only /tmp', 'read-only=/tmp\n', ['/tmp: read-only'], []],
    ['a read-only /etc', 'read-only=/etc\n', ['/etc: read-only'], ['/etc: read-only']],
    [
      'a read-only disk',
      'read-only=/etc\nread-only=/usr\nread-only=/var/lib\n',
      ['/etc, /usr, /var/lib: read-only'],
      ['/etc, /var/lib: read-only'],
    ],
    ['a noexec /var', 'noexec=/var/lib/dpkg\n', ['/var/lib/dpkg: noexec'], []],
    ['a full /etc', room('/etc', 0), ['/etc: too little space'], ['/etc: too little space']],
    ['a full /var', room('/var/lib', 900), ['/var/lib: too little space'], ['/var/lib: too little space']],
    ['a /var that is nearly full', room('/var/lib', 9000), ['/var/lib: too little space'], []],
    ['a /usr that is nearly full', room('/usr', 9000), ['/usr: too little space'], []],
    ['a small /tmp', room('/tmp', 1024, 100, 256), [], []],
    ['a /tmp that is full', room('/tmp', 64), ['/tmp: too little space'], []],
    [
      'no inodes',
      room('/var/lib', 50_000, 10) + room('/usr', 50_000, 10),
      ['/var/lib, /usr: too few inodes'],
      ['/var/lib: too few inodes'],
    ],
    ['few inodes', room('/var/lib', 50_000, 900), ['/var/lib: too few inodes'], []],
    ['a file system that counts no inodes', room('/var/lib', 50_000, 0, 0), [], []],
    [
      'neither space nor inodes',
      room('/etc', 0, 0),
      ['/etc: too little space', '/etc: too few inodes'],
      ['/etc: too little space', '/etc: too few inodes'],
    ],
    ['a folder that nobody asked about', room('/home', 0), [], []],
  ];
  for (const [name, said, packages, files] of cases) {
    it(`${name}: ${packages.length > 0 ? packages.join('; ') : 'it can'}`, () => {
      assert.deepEqual(told(said), packages);
      assert.deepEqual(told(said, writes), files);
      assert.deepEqual(told(said, nothing), []);
    });
  }

  it('counts a step whose change is not known yet', () => {
    assert.deepEqual(told('read-only=/etc\n', [step(written, 'unknown')]), ['/etc: read-only']);
  });

  it('is one error for all that is in the way', () => {
    const readiness = readReadiness({ stdout: `read-only=/usr\n${room('/etc', 0)}` });
    assert.throws(
      () => {
        refuseUnready('h1', readiness, installs);
      },
      {
        code: 'E_NOT_READY',
        message: 'h1: /usr: read-only; /etc: too little space',
        hint: /^Nothing was changed\. Run findmnt -T \/usr .*\. Free some space; .* run df -h \/etc\./,
      },
    );
    refuseUnready('h1', readiness, nothing);
  });

  it('is foretold by a plan, and only where something would change', () => {
    const readiness = readReadiness({ stdout: 'read-only=/etc\n' });
    const heard = (steps: typeof installs): readonly string[] => {
      const texts: string[] = [];
      foretellRefusal('h1', readiness, steps, (event: Event): void => {
        if (event.type === 'notice') texts.push(event.text);
      });
      return texts;
    };
    const [refusal = ''] = heard(writes);
    assert.match(refusal, /^h1: \/etc: read-only: an apply would refuse to change this host\. Run findmnt/);
    assert.deepEqual(heard(nothing), []);
  });

  for (const shell of [['dash'], ['busybox', 'sh']]) {
    it(`is asked in ${shell.join(' ')}: each folder of this machine has room`, function () {
      const [program = '', ...args] = shell;
      let stdout: string;
      try {
        stdout = execFileSync(program, args, {
          input: `set -eu\n${readinessQuestion.text}`,
          encoding: 'utf8',
        });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') this.skip();
        throw error;
      }
      const folders = [...stdout.matchAll(/^room=(\S+) \d+ \d+ \d+ \d+$/gm)].map(([, folder]) => folder);
      assert.deepEqual(folders, [...askedFolders]);
    });
  }
});
