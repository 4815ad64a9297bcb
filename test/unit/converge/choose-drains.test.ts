import assert from 'node:assert/strict';
import { chooseDrains } from '../../../lib/converge/choose-drains.js';
import type { HostRun } from '../../../lib/converge/host-run-context.js';
import { sh, succeeds, Type } from '../../../lib/kit.js';
import type { Event } from '../../../lib/model/event.js';
import type { Fleet } from '../../../lib/model/fleet.js';
import type { Drain, Role } from '../../../lib/model/role.js';
import type { Answer } from '../../../lib/model/script.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { compileContextOf } from '../../../lib/engine/compile-context.js';
import { bareHost } from '../../local-transport.js';
import { debian as facts } from '../roles/small-stack.js';

const needs = (...names: readonly string[]): Drain => ({
  on: 'lb1',
  out: sh`true`,
  others: names.map((on) => succeeds({ title: `${on} can serve`, on, script: sh`true` })),
});

/** Which of them are of use, who was asked, and what was said. `answers`: a status by host, or what keeps it from being asked. */
async function chosen(
  drains: readonly Drain[],
  answers: Readonly<Record<string, number | Error>> = {},
): Promise<{ readonly drains: readonly Drain[]; readonly asked: readonly string[]; readonly said: string }> {
  const host = { ...bareHost('app1'), roles: ['app'] };
  const app: Role = {
    ...{ name: 'app', why: 'for the test', vars: Type.Object({}), resources: () => [] },
    drain: () => drains,
  };
  const fleet = {
    ...{ folder: '/nowhere', hosts: [host], inGroup: () => [host], withRole: () => [host] },
    ...{ host: () => host, varsOf: () => ({}) as never, offersOf: () => [] },
  } satisfies Fleet;
  const never = new AbortController().signal;
  const events: Event[] = [];
  const options = {
    ...{ forks: 1, roles: new Map([['app', app]]), packageRoot: '/nowhere', stop: never, abort: never },
    connect: { home: '/nowhere', user: 'nobody', acceptNew: false },
    listener: (event: Event) => events.push(event),
  };
  const run = { host, options, context: compileContextOf(fleet, options) } as unknown as HostRun;
  const asked: string[] = [];
  const ask = (_run: unknown, on: string): Promise<Answer> => {
    asked.push(on);
    const answer = answers[on] ?? 0;
    if (typeof answer !== 'number') return Promise.reject(answer);
    return Promise.resolve({ status: answer, stdout: '', stderr: 'down' });
  };
  const found = await chooseDrains(run, facts, ['app'], ask);
  const said = events.flatMap((event) => (event.type === 'notice' ? [event.text] : [])).join('\n');
  return { drains: found, asked, said };
}

describe('A host is taken out of service', () => {
  it('where nobody is needed instead', async () => {
    const drain: Drain = { on: 'lb1', out: sh`true` };
    assert.deepEqual(await chosen([drain]), { drains: [drain], asked: [], said: '' });
  });

  it('where one of the others can serve, and no more of them are asked then', async () => {
    const drain = needs('app2', 'app3', 'app4');
    const found = await chosen([drain], { app2: 1 });
    assert.deepEqual(found, { drains: [drain], asked: ['app2', 'app3'], said: '' });
  });

  it('not where none of them can, or can be asked, and it is said why', async () => {
    const away = new TrueupError('E_CONNECT', 'app3: no route to host', { host: 'app3' });
    const { drains, said } = await chosen([needs('app2', 'app3')], { app2: 1, app3: away });
    assert.deepEqual(drains, []);
    assert.equal(
      said,
      'stays in service on lb1 because no other host can take over: ' +
        'failed check: app2 can serve: exit status 1: down; app3 can serve: could not check: app3: no route to host',
    );
  });

  it('also where who sends the work can’t be asked: it may go on sending it', async () => {
    const drain = needs('lb1');
    const away = new TrueupError('E_CONNECT', 'lb1: no route to host', { host: 'lb1' });
    assert.deepEqual(await chosen([drain], { lb1: away }), { drains: [drain], asked: ['lb1'], said: '' });
  });

  it('only there where it does good', async () => {
    const [good, bad] = [needs('app2'), needs('app3')];
    assert.deepEqual((await chosen([bad, good], { app3: 1 })).drains, [good]);
  });
});
