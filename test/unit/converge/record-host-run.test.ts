// Which records a host's run closes when all is proven to be as declared.
import assert from 'node:assert/strict';
import { HostRecord } from '../../../lib/converge/record-host-run.js';
import type { EngineOptions } from '../../../lib/engine/engine-options.js';
import { reboot, sh } from '../../../lib/kit.js';
import { diffHost, type PlannedStep } from '../../../lib/plan/diff-host.js';
import type { Session } from '../../../lib/wire/session.js';

const own = '20261129T070000.000Z-0001';
const never = new AbortController().signal;

const steps = diffHost(
  'any',
  [{ resource: reboot({ name: 'kernel', needed: sh`true` }), role: 'base' }],
  [{ needed: true, why: '' }],
);

/** The text of the script that closes records; nothing if none is sent. */
async function closedAfter(apply: (record: HostRecord, first: PlannedStep) => void): Promise<string> {
  const mark = { run: own, command: 'apply', at: '', by: 'test', version: '0' } as const;
  const options: EngineOptions = {
    ...{ forks: 1, roles: new Map(), packageRoot: '/nowhere', stop: never, abort: never, mark },
    connect: { home: '/nowhere', user: 'nobody', acceptNew: false },
    listener: () => undefined,
  };
  const record = new HostRecord('any', options);
  const [first] = steps;
  assert.ok(first);
  apply(record, first);
  let sent = '';
  const run: Session['run'] = ([script]) => {
    sent += script?.text ?? '';
    return Promise.resolve([]);
  };
  await record.close({ run } as unknown as Session);
  return sent;
}

describe('the record of a run on a host', () => {
  it('is closed by the run itself where something was unknown after its last step', async () => {
    const sent = await closedAfter((record, first) => {
      record.around(steps, [first], false)(first, sh`:`);
    });
    assert.ok(sent.includes(own), sent);
  });

  it('ends with the last step where nothing was unknown', async () => {
    const sent = await closedAfter((record, first) => {
      record.around(steps, [first], true)(first, sh`:`);
    });
    assert.equal(sent, '');
  });

  it('needs no closing where nothing was changed', async () => {
    assert.equal(await closedAfter(() => undefined), '');
  });
});
