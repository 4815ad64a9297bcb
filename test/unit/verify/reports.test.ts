// What verify writes down, by reporter.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { says, verify } from './verify-in-memory.js';

describe('the reports of verify', () => {
  for (const reporter of ['spec', 'tap', 'junit'] as const)
    it(`writes a ${reporter} report where it is told to, with each check and its host`, async () => {
      const { report } = await verify({
        reporter,
        checks: (host) => [says(host, 'a')],
        unreachable: ['db1'],
      });
      for (const words of ['web1 says yes to a', 'db1 says yes to a', 'could not check: no way in'])
        assert.ok(report.includes(words), report);
    });

  it('tells in the spec report each cause once, hosts out of reach first, with the checks that fail of it', async () => {
    const { report } = await verify({
      reporter: 'spec',
      checks: (host) => ['a', 'b', 'c'].map((text) => says(host === 'web2' ? 'db1' : host, text)),
      unreachable: ['db1'],
      reply: (text) => (text === 'c' ? 'no' : 'yes'),
    });
    const [, told = ''] = report.split('7 failing');
    assert.equal(
      told.trim(),
      `could not check: no way in
    2) web2 base db1 says yes to a
    3) web2 base db1 says yes to b
    4) web2 base db1 says yes to c
    5) db1 base db1 says yes to a
    6) db1 base db1 says yes to b
    and 1 more

  it says no
    1) web1 base web1 says yes to c`,
    );
  });

  it('tells what other checks build on before them', async () => {
    const { report } = await verify({
      reporter: 'spec',
      checks: (host) => [says(host, 'page'), { ...says(host, 'unit'), basic: true }],
      reply: (text) => (text === 'unit' ? 'inactive' : 'refused'),
    });
    const [, told = ''] = report.split('6 failing');
    assert.ok(told.indexOf('it says inactive') < told.indexOf('it says refused'), told);
  });

  it('tells in JUnit what fails, what could not be looked at, and what was cut off', async () => {
    const { report } = await verify({
      reporter: 'junit',
      checks: (host) => [says(host, host)],
      unreachable: ['db1'],
      reply: (text) => (text === 'web2' ? 'no' : 'yes'),
    });
    assert.match(report, /^<testsuites .* tests="3" failures="1" errors="1" /m);
    assert.match(report, /web2 says yes .*<failure message="it says no" type="E_CHECK">/);
    assert.match(report, /db1 says yes .*<error message="could not check: no way in" type="E_CONNECT">/);

    const stop = new AbortController();
    const stopped = await verify({
      reporter: 'junit',
      stop,
      checks: (host) => [says(host, host), says(host, 'more')],
      reply: (text) => {
        if (text === 'more') stop.abort(new TrueupError('E_INTERRUPTED', 'stopped'));
        return 'yes';
      },
    });
    assert.match(stopped.report, /^<testsuites .* tests="6" failures="0" errors="0" /m);
    assert.match(stopped.report, /<skipped message="[^"]*" type="E_INTERRUPTED">/);
  });

  it('writes a whole JUnit report also where there is nothing to check', async () => {
    const { report } = await verify({ reporter: 'junit', checks: () => [] });
    assert.match(report, /^<testsuites .* tests="0" .*>\n<\/testsuites>\n$/m);
  });

  it('writes a json report into a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-verify-'));
    try {
      const jsonFile = join(folder, 'report.json');
      await verify({
        reporter: 'json',
        jsonFile,
        checks: (host) => [says(host, host)],
        reply: (text) => (text === 'db1' ? 'no' : 'yes'),
      });
      const { stats, failures } = JSON.parse(readFileSync(jsonFile, 'utf8')) as {
        stats: { passes: number; failures: number };
        failures: readonly { fullTitle: string; err: { message: string } }[];
      };
      assert.deepEqual([stats.passes, stats.failures], [2, 1]);
      assert.deepEqual(
        failures.map(({ fullTitle, err }) => [fullTitle, err.message]),
        [['db1 base db1 says yes to db1', 'it says no']],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
