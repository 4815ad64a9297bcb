// A lab whose hosts have their disks in memory.
import assert from 'node:assert/strict';
import { mountsBelow } from '../../../lib/lab/hosts/overlay-mounts.js';
import { sshArguments } from '../../../lib/lab/hosts/login-ready.js';
import { labDown } from '../../../lib/lab/lab-down.js';
import { withLabLock } from '../../../lib/lab/lab-lock.js';
import { labUp } from '../../../lib/lab/lab-up.js';
import { runProgram } from '../../../lib/lab/programs/run-program.js';
import { labPaths } from '../../../lib/lab/settings/lab-paths.js';
import { startHosts, stopHosts } from '../../../lib/lab/status-stop-start-reset.js';
import { one, quickTestLab as lab, wish as both } from './test-lab.js';

const quiet = () => undefined;
const { hosts } = labPaths(lab);
const wish = { ...both, hosts: [one] };

async function up(inMemory: boolean): Promise<readonly string[]> {
  const said: string[] = [];
  await withLabLock(lab, () => labUp(lab, { ...wish, inMemory }, (text) => said.push(text)));
  return said;
}
const down = () => withLabLock(lab, () => labDown(lab, false, quiet));
const inside = (command: string) =>
  runProgram('ssh', ['-o', 'BatchMode=yes', ...sshArguments(lab, one), command]);
const mounted = async () => (await mountsBelow(hosts)).includes(hosts);

describe('a lab in memory', function () {
  this.timeout(600_000);

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    await down();
  });
  after(async () => {
    if (process.getuid?.() === 0) await down();
  });

  it('moves no disk there that exists', async () => {
    await up(false);
    assert.ok(!(await mounted()));
    await assert.rejects(up(true), {
      code: 'E_LAB',
      message: `${hosts}: the disks of hosts that exist can't be moved into memory`,
    });
    await down();
  });

  it('keeps a disk over power-off, and is brought up again as any other', async () => {
    assert.ok((await up(true)).includes("the hosts' disks are kept in memory"));
    assert.ok(await mounted());
    await inside('touch kept');
    await withLabLock(lab, () => stopHosts(lab, [one], 'hard', quiet));
    await withLabLock(lab, () => startHosts(lab, [one], quiet));
    assert.equal((await inside('ls')).trim(), 'kept');
    for (const inMemory of [true, false]) assert.deepEqual(await up(inMemory), ['one: already running']);
  });

  it('gives the memory back when it is taken down', async () => {
    await down();
    assert.ok(!(await mounted()));
  });
});
