// How the lab knows its own processes.
import assert from 'node:assert/strict';
import { readCgroupRoots } from '../../../lib/lab/hosts/cgroup-folders.js';
import {
  machineName,
  nspawnCommand,
  superviseScript,
  systemdRunCommand,
  unitName,
} from '../../../lib/lab/hosts/host-start-command.js';
import { machineAmong } from '../../../lib/lab/hosts/machine-power.js';
import { labPaths } from '../../../lib/lab/settings/lab-paths.js';
import { readMountPoints } from '../../../lib/lab/hosts/overlay-mounts.js';
import { readProcess, type Running } from '../../../lib/lab/programs/find-processes.js';
import { tryProgram } from '../../../lib/lab/programs/run-program.js';
import { lab } from './lab-settings.js';

const command = nspawnCommand(lab, 'a', labPaths(lab).host('a'));
const nspawnWords = command.slice(command.indexOf('systemd-nspawn'));
const one = (pid: number, parent: number, args: readonly string[]): Running => ({
  pid,
  parent,
  args,
  startTicks: 0,
});
const supervisor = one(10, 1, ['sh', '-c', superviseScript, 'trueup-lab', '/cg', ...command]);
const nspawn = one(11, 10, nspawnWords);
const init = one(12, 11, ['/usr/lib/systemd/systemd']);

describe('the processes of a host', () => {
  it('are its supervisor, its systemd-nspawn and its own PID 1', () => {
    assert.deepEqual(machineAmong([init, nspawn, supervisor, one(99, 12, ['sshd'])], lab, 'a'), {
      supervisors: [supervisor],
      nspawns: [nspawn],
      init,
    });
  });

  it('include the supervisor alone, in the moment of a reboot', () => {
    assert.deepEqual(machineAmong([supervisor], lab, 'a'), { supervisors: [supervisor], nspawns: [] });
  });

  it('have no PID 1 as long as it is a copy of systemd-nspawn', () => {
    const copy = one(12, 11, nspawnWords);
    assert.deepEqual(machineAmong([nspawn, copy], lab, 'a'), { supervisors: [], nspawns: [nspawn, copy] });
  });

  it('are not those of another host, nor of another lab with the same host', () => {
    assert.equal(machineAmong([supervisor, nspawn, init], lab, 'b'), undefined);
    assert.equal(machineAmong([nspawn, init], { ...lab, stateFolder: '/elsewhere' }, 'a'), undefined);
  });
});

describe('the name of a host’s machine', () => {
  it('is the host’s own where systemd takes that', () => {
    assert.equal(machineName(lab, 'web-1'), 'x-web-1');
  });

  it('is short, of letters, digits and hyphens, and no other host’s', () => {
    const hosts = [
      'web1.a.example',
      'web1-a.example',
      'Web_1',
      'web-1',
      'x'.repeat(62),
      'x'.repeat(63),
      'y'.repeat(200),
    ];
    const names = hosts.map((host) => machineName(lab, host));
    for (const name of names) assert.match(name, /^[A-Za-z0-9-]{1,64}$/);
    assert.equal(new Set(names).size, hosts.length);
  });
});

describe('starting a host', () => {
  it('goes by a unit of its own where systemd is PID 1, which starts it again after a reboot', () => {
    const words = systemdRunCommand(lab, 'a', labPaths(lab).host('a'));
    assert.equal(unitName(lab, 'a'), 'some-lab-a.service');
    for (const word of [
      '--unit=some-lab-a.service',
      '--property=Delegate=yes',
      '--property=RestartForceExitStatus=133',
    ])
      assert.ok(words.includes(word), word);
    assert.deepEqual(words.slice(-command.length), command);
  });

  it('is otherwise supervised by a shell that starts it again after status 133 only', async () => {
    // The second start ends with 7, which is no reboot.
    const child = 'echo started; [ -e "$0" ] && exit 7; : >"$0"; exit 133';
    const folder = (await tryProgram('mktemp', ['-d'])).stdout.trim();
    for (const shell of [['dash'], ['busybox', 'sh']]) {
      const mark = `${folder}/${shell[0] ?? ''}`;
      const [program = '', ...words] = shell;
      const run = await tryProgram(program, [
        ...words,
        '-c',
        superviseScript,
        'x',
        '',
        'sh',
        '-c',
        child,
        mark,
      ]);
      assert.equal(run.stdout, 'started\nstarted\n', shell[0]);
    }
    await tryProgram('rm', ['-r', folder]);
  });
});

describe('reading /proc', () => {
  it('takes parent and start from a stat whose name holds blanks and parentheses', () => {
    const stat = `7 (a) b (c) S 42 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1000`;
    assert.deepEqual(readProcess(7, 'prog\0an arg\0', stat), {
      pid: 7,
      parent: 42,
      args: ['prog', 'an arg'],
      startTicks: 98765,
    });
  });

  it('leaves out what has no arguments', () => {
    assert.equal(readProcess(2, '', '2 (kthreadd) S 0 0 0'), undefined);
  });

  it('finds the hierarchies that systemd uses, in a mixed set-up both', () => {
    const mixed = [
      '30 24 0:26 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu',
      '31 24 0:27 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd',
      '32 24 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
    ].join('\n');
    assert.deepEqual(readCgroupRoots(mixed), ['/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified']);
    assert.deepEqual(readCgroupRoots('32 24 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n'), [
      '/sys/fs/cgroup',
    ]);
  });

  it('reads mount points with blanks', () => {
    assert.deepEqual(readMountPoints('40 1 0:3 / /a\\040b rw - tmpfs tmpfs rw\n'), ['/a b']);
  });
});
