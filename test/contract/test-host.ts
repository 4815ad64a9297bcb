// The real host that contract tests run against, from the environment.
import type { Connection } from '../../lib/model/fleet.js';

/** Where to find the test host; undefined if the environment names none. In CI that is an error. */
function testHostOrNone(): Connection | undefined {
  const { TRUEUP_TEST_HOST, TRUEUP_TEST_USER, TRUEUP_TEST_KEY, TRUEUP_TEST_KNOWN_HOSTS, CI } = process.env;
  if (!TRUEUP_TEST_HOST) {
    if (CI) throw new Error('TRUEUP_TEST_HOST is not set: contract tests need a real host in CI');
    return undefined;
  }
  return {
    transport: 'auto',
    host: TRUEUP_TEST_HOST,
    user: TRUEUP_TEST_USER ?? 'ubuntu',
    ...(TRUEUP_TEST_KEY ? { privateKeyFile: TRUEUP_TEST_KEY } : {}),
    ...(TRUEUP_TEST_KNOWN_HOSTS ? { knownHostsFile: TRUEUP_TEST_KNOWN_HOSTS } : {}),
    configFile: 'none',
    connectTimeoutSeconds: 10,
    become: true,
    becomeUser: 'root',
  };
}

/** The test host. Called in a mocha `before` hook it skips the suite where there is none: `testHost.call(this)`. */
export function testHost(this: Mocha.Context | void): Connection {
  const connection = testHostOrNone();
  if (connection) return connection;
  if (this) this.skip();
  throw new Error('set TRUEUP_TEST_HOST, TRUEUP_TEST_USER, TRUEUP_TEST_KEY and TRUEUP_TEST_KNOWN_HOSTS');
}
