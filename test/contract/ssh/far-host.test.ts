// A host with a round trip of a third of its connect timeout is logged in to: each step has that time, not all together.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { farRelay, type FarRelay } from './far-relay.js';
import { canRunSshd, publicKey, startLocalSshd, type LocalSshd } from './local-sshd.js';
import { optionsFor, runOnce } from './run-once.js';

/** As 10 s, the default, are to 3 s; TRUEUP_TEST_TIMEOUT=10 tries just that. */
const seconds = Number(process.env['TRUEUP_TEST_TIMEOUT'] ?? 2);

describe(`a host that is ${0.3 * seconds} s away`, function () {
  this.timeout(60_000 * Math.max(1, seconds / 5));
  let sshd: LocalSshd | undefined;
  let relay: FarRelay | undefined;

  before(async function () {
    if (!canRunSshd()) this.skip();
    sshd = await startLocalSshd();
    relay = await farRelay(sshd.port, 150 * seconds);
    const known = `[127.0.0.1]:${relay.port} ${publicKey(join(sshd.folder, 'host'))}\n`;
    writeFileSync(join(sshd.folder, 'known_hosts'), known, { flag: 'a' });
  });
  after(async () => {
    relay?.stop();
    await sshd?.stop();
  });

  for (const transport of ['ssh2', 'openssh'] as const)
    it(`is reached by ${transport}, at the first attempt`, async () => {
      const attempts: number[] = [];
      const { status } = await runOnce(
        { ...sshd!.connection, port: relay!.port, transport, connectTimeoutSeconds: seconds },
        optionsFor(sshd!.folder, { onAttempt: (attempt) => attempts.push(attempt) }),
        'exit 3',
      );
      assert.equal(status, 3);
      assert.deepEqual(attempts, [1]);
    });
});
