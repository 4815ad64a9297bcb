// The test host as bare as on its first day, for tests that must not inherit what others left.
import { resetHosts } from '../../lib/lab/status-stop-start-reset.js';
import { withLabLock } from '../../lib/lab/lab-lock.js';
import type { Connection } from '../../lib/model/fleet.js';
import { bareHost, contractLab, settleHost } from './contract-lab.js';
import { testHost } from './test-host.js';

/**
 * Call it in a `before` hook: `await freshHost.call(this)`. A host that the environment named is somebody's own and taken
 * as it is; where there is none, the suite is skipped.
 */
export async function freshHost(this: Mocha.Context): Promise<Connection> {
  const connection = testHost.call(this);
  if (connection.host !== bareHost.address) return connection;
  this.timeout(300_000);
  await withLabLock(contractLab, () => resetHosts(contractLab, [bareHost], () => undefined));
  await settleHost();
  return connection;
}
