import assert from 'node:assert/strict';
import fc from 'fast-check';
import { serverId } from '../../../../roles/mysql/server-id.js';
import { sizesFor } from '../../../../roles/mysql/memory-and-disk-sizes.js';

describe('the sizes of a mysql server', () => {
  const cases: [string, Parameters<typeof sizesFor>, ReturnType<typeof sizesFor>][] = [
    [
      'a lab host takes what it may, not what the machine has',
      [{ memory_mib: 512, buffer_pool_percent: 25 }, 24105],
      { bufferPool: 128, bufferPoolInstances: 1, redoLog: 64 },
    ],
    [
      'a small host keeps a pool below one chunk',
      [{ memory_mib: 256, buffer_pool_percent: 30 }, 24105],
      { bufferPool: 64, bufferPoolInstances: 1, redoLog: 64 },
    ],
    [
      'a pool is rounded down to whole chunks',
      [{ buffer_pool_percent: 60 }, 1000],
      { bufferPool: 512, bufferPoolInstances: 1, redoLog: 256 },
    ],
    [
      'with instances, to a chunk in each of them',
      [{ buffer_pool_percent: 60 }, 4000],
      { bufferPool: 2304, bufferPoolInstances: 2, redoLog: 1152 },
    ],
    [
      'a big host has eight instances and a bounded redo log',
      [{ buffer_pool_percent: 75 }, 65536],
      { bufferPool: 49152, bufferPoolInstances: 8, redoLog: 8192 },
    ],
    [
      'a redo log that was asked for is not computed',
      [{ buffer_pool_percent: 75, redo_log_mib: 100 }, 65536],
      { bufferPool: 49152, bufferPoolInstances: 8, redoLog: 100 },
    ],
  ];
  for (const [sentence, args, sizes] of cases) {
    it(sentence, () => {
      assert.deepEqual(sizesFor(...args), sizes);
    });
  }

  it('a pool is never more than was asked for, and whole numbers only', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 256, max: 4_000_000 }),
        fc.integer({ min: 5, max: 80 }),
        (memory, buffer_pool_percent) => {
          const { bufferPool, redoLog } = sizesFor({ buffer_pool_percent }, memory);
          assert.ok(Number.isInteger(bufferPool) && Number.isInteger(redoLog));
          assert.ok(bufferPool >= 16 && bufferPool <= Math.max(16, (memory * buffer_pool_percent) / 100));
        },
      ),
    );
  });

  it('a kernel that reports a few MiB less does not change them', () => {
    const at = (memory: number) => sizesFor({ buffer_pool_percent: 60 }, memory);
    assert.deepEqual(at(7950), at(7947));
  });
});

describe('serverId', () => {
  it('is the IPv4 address as a number', () => {
    assert.equal(serverId('198.18.77.15'), 3323088143);
  });

  it('of other addresses is some number that MySQL takes, always the same', () => {
    const id = serverId('fd00::15');
    assert.ok(Number.isInteger(id) && id > 0 && id < 2 ** 32);
    assert.equal(serverId('fd00::15'), id);
    assert.notEqual(serverId('fd00::16'), id);
  });
});
