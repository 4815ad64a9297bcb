// A fresh host that may be changed for good: its boot, its shell, its programs.
import type { Connection } from '../../../lib/model/fleet.js';
import { bareHost } from '../contract-lab.js';
import { freshHost } from '../fresh-host.js';

/** Call it in a `before` hook: `await ownHost.call(this)`. Skips the suite on a host that the environment named: it is somebody's. */
export async function ownHost(this: Mocha.Context): Promise<Connection> {
  const connection = await freshHost.call(this);
  if (connection.host !== bareHost.address) this.skip();
  return connection;
}
