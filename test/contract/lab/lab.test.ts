// The lab on the real machine: up from anywhere, down to nothing.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sshArguments } from '../../../lib/lab/hosts/login-ready.js';
import { labDown } from '../../../lib/lab/lab-down.js';
import { labStatus, resetHosts, startHosts, stopHosts } from '../../../lib/lab/status-stop-start-reset.js';
import { withLabLock } from '../../../lib/lab/lab-lock.js';
import { mountsBelow } from '../../../lib/lab/hosts/overlay-mounts.js';
import { labPaths } from '../../../lib/lab/settings/lab-paths.js';
import { labUp } from '../../../lib/lab/lab-up.js';
import { runProgram, tryProgram } from '../../../lib/lab/programs/run-program.js';
import type { LabHost } from '../../../lib/lab/settings/lab-settings.js';
import { waitUntil } from '../../../lib/lab/programs/wait-until.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { builtProgram } from '../../built-program.js';
import { one, testLab, two, wish } from './test-lab.js';
import { traces } from './traces.js';

const quiet = () => undefined;
const paths = labPaths(testLab);
const up = async () => {
  const said: string[] = [];
  await withLabLock(testLab, () => labUp(testLab, wish, (text) => said.push(text)));
  return said;
};
const inside = (host: LabHost, command: string) =>
  runProgram('ssh', ['-o', 'BatchMode=yes', ...sshArguments(testLab, host), command]);

describe('the lab', function () {
  this.timeout(900_000);
  let forwarding = '';

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    forwarding = await readFile('/proc/sys/net/ipv4/ip_forward', 'utf8');
    await withLabLock(testLab, () => labDown(testLab, true, quiet));
  });

  after(async function () {
    if (process.getuid?.() === 0) await withLabLock(testLab, () => labDown(testLab, true, quiet));
  });

  it('names an interface that already has its network, before anything starts', async () => {
    await runProgram('ip', ['link', 'add', 'trueup-other0', 'type', 'bridge']);
    try {
      await runProgram('ip', ['address', 'add', '198.18.77.78/28', 'dev', 'trueup-other0']);
      await assert.rejects(
        withLabLock(testLab, () => labUp(testLab, wish, quiet)),
        {
          code: 'E_LAB',
          message:
            'lab: the interface trueup-other0 with 198.18.77.78/28 already uses the network 198.18.77.64/28',
        },
      );
      assert.equal((await tryProgram('ip', ['link', 'show', testLab.bridge])).status, 1);
    } finally {
      await runProgram('ip', ['link', 'delete', 'trueup-other0']);
    }
  });

  it('comes up after a run that was killed at any point', async () => {
    const points = [
      ['bridge', 0],
      ['package cache', 0],
      ['building the image', 500],
      ['building the image', 8000],
      ['built the image', 0],
      ['built the image', 300],
      ['certificates', 0],
      ['certificates', 400],
      ['certificates', 1500],
    ] as const;
    for (const [point, milliseconds] of points) {
      const program = builtProgram(fileURLToPath(new URL('up-process.ts', import.meta.url)));
      const run = spawn(process.execPath, [program]);
      let said = '';
      run.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const ended = once(run, 'close');
      // A later run has less to do, and may be done before it comes to the point.
      const running = () => run.exitCode === null && run.signalCode === null;
      await waitUntil(() => Promise.resolve(said.includes(point) || !running()), 120, 5);
      await sleep(milliseconds);
      run.kill('SIGKILL');
      await ended;
    }
    const said = (await up()).join('\n');
    assert.match(said, /one: (up at|already running)/);
    const states = await labStatus(testLab, wish.hosts);
    assert.deepEqual(
      states.map(({ state, sshReady }) => [state, sshReady]),
      [
        ['running', true],
        ['running', true],
      ],
    );
    assert.deepEqual((await readdir(paths.images)).length, 1, 'one whole image and no half ones');
    assert.equal((await inside(two, 'systemctl is-system-running --wait || true')).trim(), 'running');
  });

  it('leaves running hosts alone when it is brought up again', async () => {
    const boot = await inside(one, 'cat /proc/sys/kernel/random/boot_id');
    assert.deepEqual((await up()).sort(), ['one: already running', 'two: already running']);
    assert.equal(await inside(one, 'cat /proc/sys/kernel/random/boot_id'), boot);
  });

  it('takes no running host for off, and wipes no disk, where it can open only a few files', async () => {
    const boot = await inside(one, 'cat /proc/sys/kernel/random/boot_id; touch kept');
    const program = fileURLToPath(new URL('few-files.ts', import.meta.url));
    for (const left of [0, 1, 2, 3, 5, 8, 13, 21]) {
      const limited = ['--nofile=128', process.execPath, '--import', 'tsx', program, String(left)];
      const { stdout, stderr } = await tryProgram('prlimit', limited);
      assert.doesNotMatch(stdout, /is (stopped|absent)|up at/, `${left} files left`);
      assert.match(
        stdout,
        /^refused: lab: could not check|already running/m,
        `${left} files left: ${stdout}${stderr}`,
      );
    }
    assert.equal(await inside(one, 'cat /proc/sys/kernel/random/boot_id; ls'), `${boot}kept\n`);
    await inside(one, 'rm kept');
  });

  it('keeps the keys of hosts that another inventory brought up', async () => {
    const before = await readFile(paths.knownHosts, 'utf8');
    await withLabLock(testLab, () => labUp(testLab, { ...wish, hosts: [two] }, quiet));
    const lines = (text: string): readonly string[] => text.trim().split('\n').sort();
    assert.deepEqual(lines(await readFile(paths.knownHosts, 'utf8')), lines(before));
  });

  it('gives hosts that are bare', async () => {
    const tools = 'for tool in python3 curl wget gpg nft node; do command -v $tool; done; true';
    assert.equal(await inside(one, tools), '');
    assert.equal(await inside(one, 'sudo -n id -u; systemctl --failed --no-legend; hostname'), '0\none\n');
  });

  it('gives both hosts back, bare', async () => {
    for (const host of [one, two]) await inside(host, 'touch used');
    await resetHosts(testLab, wish.hosts, quiet);
    for (const host of [one, two]) assert.equal(await inside(host, 'ls'), '');
  });

  it('refuses a host whose key is not the one it made', async () => {
    const known = await readFile(paths.knownHosts, 'utf8');
    const swapped = known.replaceAll(one.address, 'x').replaceAll(two.address, one.address);
    const file = `${paths.knownHosts}.swapped`;
    await runProgram('tee', [file], swapped);
    const words = sshArguments(testLab, one).map((word) => word.replace(paths.knownHosts, file));
    const refused = await tryProgram('ssh', ['-o', 'BatchMode=yes', ...words, 'true']);
    await rm(file);
    assert.equal(refused.status, 255);
    assert.match(refused.stderr, /Host key verification failed/);
  });

  it('keeps a disk over power-off and reboot, and the keys over a reset', async () => {
    await inside(one, 'echo mine >mark; sync');
    await stopHosts(testLab, [one], 'hard', quiet);
    assert.equal((await labStatus(testLab, [one]))[0]?.state, 'stopped');
    assert.ok(!(await readdir('/sys/class/net')).includes('vb-tt-one'));
    await startHosts(testLab, [one], quiet);
    assert.equal(await inside(one, 'cat mark'), 'mine\n');

    const boot = await inside(one, 'cat /proc/sys/kernel/random/boot_id');
    await tryProgram('ssh', ['-o', 'BatchMode=yes', ...sshArguments(testLab, one), 'sudo systemctl reboot']);
    const back = await waitUntil(async () => {
      const now = await tryProgram('ssh', [
        ...['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=2', ...sshArguments(testLab, one)],
        'cat /proc/sys/kernel/random/boot_id',
      ]);
      return now.status === 0 && now.stdout !== boot;
    }, 30);
    assert.ok(back, 'it came back with another boot id');
    assert.equal(await inside(one, 'cat mark'), 'mine\n');

    await resetHosts(testLab, [one], quiet);
    assert.equal(await inside(one, 'cat mark 2>/dev/null || echo gone'), 'gone\n');
  });

  it('shuts down cleanly when asked softly', async () => {
    await stopHosts(testLab, [two], 'soft', quiet);
    await startHosts(testLab, [two], quiet);
    const last = await inside(two, 'sudo journalctl --boot=-1 --output=cat --lines=30');
    assert.match(last, /Journal stopped|Reached target (poweroff|shutdown)/);
  });

  it('keeps one host’s services apart from the other’s of the same name', async () => {
    const pid = await inside(two, 'systemctl show -p MainPID --value ssh.service');
    await inside(one, 'sudo systemd-run --quiet --unit=probe sleep 600');
    await inside(two, 'sudo systemd-run --quiet --unit=probe sleep 600');
    await inside(one, 'sudo systemctl kill --signal=KILL probe');
    assert.equal(await inside(two, 'systemctl is-active probe'), 'active\n');
    assert.equal(await inside(two, 'systemctl show -p MainPID --value ssh.service'), pid);
  });

  it('lets hosts set what is theirs: network sysctls, nftables, addresses', async () => {
    const script =
      'sudo sysctl -qw net.ipv4.ip_nonlocal_bind=1 && sudo ip address add 198.18.77.70/28 dev host0';
    await inside(one, script);
    const socket = connect({ host: '198.18.77.70', port: 22 });
    const [banner] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    assert.match(banner.toString(), /^SSH-/);
  });

  it('serves packages from its cache when the second host asks for them', async () => {
    const fetch =
      'sudo apt-get -q update >/dev/null && cd /tmp && apt-get -q download hello >/dev/null && ls';
    assert.match(await inside(one, fetch), /hello_/);
    const kept = await tryProgram('find', [paths.packages, '-name', 'hello_*.deb']);
    assert.equal(kept.stdout.trim().split('\n').length, 1);
    assert.match(await inside(two, fetch), /hello_/);
  });

  it('lets one command in at a time, and forgets a killed one', async () => {
    await withLabLock(testLab, async () => {
      await assert.rejects(
        withLabLock(testLab, () => Promise.resolve()),
        (error) => error instanceof TrueupError && error.code === 'E_LOCKED',
      );
    });
    assert.equal(await withLabLock(testLab, () => Promise.resolve('in')), 'in');
  });

  it('comes up again after everything but its files is gone, as after a reboot', async () => {
    await stopHosts(testLab, wish.hosts, 'hard', quiet);
    for (const mount of await mountsBelow(testLab.stateFolder)) await runProgram('umount', [mount]);
    await runProgram('ip', ['link', 'delete', testLab.bridge]);
    await runProgram('nft', ['delete', 'table', 'ip', testLab.nftTable]);
    const said = await up();
    assert.equal(said.filter((text) => text.includes('up at')).length, 2);
  });

  it('leaves nothing but the downloads when it is taken down, and not even those when purged', async () => {
    await withLabLock(testLab, () => labDown(testLab, false, quiet));
    assert.deepEqual(await traces(), [testLab.cacheFolder]);
    assert.equal(await readFile('/proc/sys/net/ipv4/ip_forward', 'utf8'), forwarding);
    await withLabLock(testLab, () => labDown(testLab, true, quiet));
    assert.deepEqual(await traces(), []);
  });
});
