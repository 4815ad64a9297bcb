import assert from 'node:assert/strict';
import { installPackages } from '../../../lib/lab/packages/install-packages.js';
import type { Outcome } from '../../../lib/lab/programs/run-program.js';

const fine: Outcome = { status: 0, stdout: '', stderr: '' };
const failed = (stderr: string): Outcome => ({ status: 100, stdout: '', stderr });

describe('packages for the lab', () => {
  /** Gives these outcomes, one after another. */
  async function install(...outcomes: readonly Outcome[]): Promise<readonly string[]> {
    const said: string[] = [];
    const left = [...outcomes];
    await installPackages(
      ['nftables'],
      (text) => said.push(text),
      () => Promise.resolve(left.shift() ?? fine),
    );
    assert.equal(left.length, 0);
    return said;
  }

  it('wait for whoever holds the lock, and say once who it is', async () => {
    const busy = failed(
      'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 71 (unattended-upgr)\n',
    );
    assert.deepEqual(await install(fine, busy, busy, fine), [
      'waiting for unattended-upgr (process 71), which holds /var/lib/dpkg/lock-frontend',
    ]);
  });

  it('fail with what apt-get says where it is something else', async () => {
    await assert.rejects(install(failed('E: Unable to locate package nftables\n')), {
      code: 'E_LAB',
      message: 'lab: apt-get update failed',
      output: 'E: Unable to locate package nftables',
    });
  });
});
