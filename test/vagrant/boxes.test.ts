// inventory/vagrant with real Vagrant: five LXC boxes from nothing, applied, verified, repaired, reloaded, destroyed.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ended } from '../e2e/run-trueup.js';
import { run } from '../e2e/run-trueup.js';
import { VagrantWorld } from './vagrant-world.js';

const boxes = ['lb1', 'lb2', 'web1', 'app1', 'db1'];

describe('Vagrant’s boxes', function () {
  this.timeout(900_000);
  let world: VagrantWorld;
  let around: string;

  // Each step stands on the one before it. Mocha's own bail would leave all of them out after a failure anywhere before.
  let failed = false;
  beforeEach(function () {
    if (failed) this.skip();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });

  /** What the machine around it shows of networks and mounts. */
  async function outside(): Promise<string> {
    const links = await run('ip', ['-brief', 'link']);
    const seen = links.stdout.split('\n').filter((line) => /^(lxc|vagrant|veth)/.test(line));
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
    return [...seen, ...mounts.filter((line) => /lxc|trueup-vagrant/.test(line))].join('\n');
  }

  before(async () => {
    around = await outside();
    world = await VagrantWorld.open();
  });
  after(async () => {
    // `before` may have failed.
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    await world?.close();
  });

  const fine = ({ status, stdout, stderr }: Ended): string => {
    assert.equal(status, 0, `${stdout}\n${stderr}`);
    return stdout;
  };

  /** Every check of the stack, as a CI server reads it. */
  async function verified(): Promise<void> {
    const path = join(world.folder, 'verify.xml');
    const { status, stdout, stderr } = await world.trueup('verify', '--reporter', 'junit', '--out', path);
    const report = readFileSync(path, 'utf8');
    const failed = report.split('<testcase ').filter((one) => /<(failure|error)/.test(one));
    assert.equal(status, 0, [...failed, stdout, stderr].join('\n'));
    const [, tests = '0', failures, errors] =
      /<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="(\d+)"/.exec(report) ?? [];
    assert.ok(Number(tests) > 100, `${tests} checks`);
    assert.deepEqual([failures, errors], ['0', '0']);
  }

  it('are missed once, after what is made at first use is made, with the command that makes them, before anything is connected to', async () => {
    const { status, stderr } = await world.trueup('plan');
    assert.equal(status, 3);
    const [made, ...lines] = stderr.trim().split('\n');
    assert.match(made ?? '', /^Created on first use: secrets\/session_key, .*ca\/db1\.pem$/);
    assert.match(
      lines[0] ?? '',
      /^E_INPUT: .*: 5 boxes are not up: lb1 \(not created\), lb2 \(not created\), /,
    );
    assert.match(lines[1] ?? '', /^ *hint: Bring them up: \(cd \S+ && vagrant up\)$/);
    assert.equal(lines.filter((line) => line.startsWith('E_')).length, 1, stderr);
  });

  it('are built from a mirror of Debian, and come up', async () => {
    fine(await world.buildBox());
    fine(await world.vagrant('up'));
    const states = fine(await world.vagrant('status', '--machine-readable'));
    assert.equal(states.match(/,state,running$/gm)?.length, boxes.length, states);
  });

  it('are brought to their declared state by one command', async () => {
    const output = fine(await world.trueup('apply', '--yes', '--output', 'plain'));
    for (const box of boxes) assert.match(output, new RegExp(`${box} \\| new host key of ${box}\\.`));
  });

  it('hold all that must be true', verified);

  it('need nothing more, and their host keys are known', async () => {
    const output = fine(await world.trueup('plan', '--detailed-exitcode', '--output', 'plain'));
    assert.doesNotMatch(output, /host key|\/dev\/null/);
  });

  it('are repaired where they drift', async () => {
    const path = '/etc/nginx/nginx.conf';
    fine(await world.vagrant('ssh', 'web1', '-c', `echo '# oops' | sudo tee -a ${path}`));
    const planned = await world.trueup('plan', '--detailed-exitcode', '--output', 'plain');
    assert.equal(planned.status, 2, planned.stdout + planned.stderr);
    assert.match(planned.stdout, new RegExp(`file ${path}`));
    fine(await world.trueup('apply', '--yes', '--output', 'plain'));
    fine(await world.trueup('plan', '--detailed-exitcode', '--output', 'plain'));
  });

  it('go on as Vagrant’s own: halt, up, provision, ssh', async () => {
    fine(await world.vagrant('halt', 'web1'));
    const { status, stderr } = await world.trueup('plan');
    assert.equal(status, 3);
    assert.match(stderr, /a box is not up: web1 \(stopped\)\n.*vagrant up web1\)/);
    fine(await world.trueup('plan', '--limit', 'lb,db', '--detailed-exitcode'));
    fine(await world.vagrant('up', 'web1'));
    fine(await world.vagrant('provision', 'web1'));
    assert.match(fine(await world.vagrant('ssh', 'web1', '-c', 'hostname')), /^web1\s*$/);
  });

  it('are found and hold after `vagrant reload lb1`, whichever address it has by then', async () => {
    fine(await world.vagrant('reload', 'lb1'));
    await verified();
    fine(await world.trueup('plan', '--detailed-exitcode', '--output', 'plain'));
  });

  it('are known for new ones where they were made again', async () => {
    fine(await world.vagrant('destroy', '-f', 'lb2'));
    fine(await world.vagrant('up', 'lb2'));
    const output = fine(await world.trueup('apply', '--yes', '--output', 'plain'));
    assert.match(output, /lb2 \| new host key of lb2\./);
    await verified();
  });

  it('leave nothing behind', async () => {
    fine(await world.vagrant('destroy', '-f'));
    assert.deepEqual(await world.leftovers(), []);
    await world.close();
    assert.ok(!existsSync(world.folder));
    assert.equal(await outside(), around);
    const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const lines = processes.map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // it has ended
      }
    });
    assert.deepEqual(
      lines.filter((line) => line.includes(world.folder)),
      [],
    );
  });
});
