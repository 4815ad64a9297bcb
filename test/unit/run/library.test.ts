// Runs of the library on a machine of a test's own: its events, what it comes to, and how it is stopped.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { plan, verify, type Event, type RunSettings } from '../../../lib/trueup.js';
import { inFolder, type Files } from '../inventory/inventory-of.js';

/** A project of two hosts that nobody answers for. */
const project: Files = {
  'inventory/hosts.yml':
    'all: {hosts: {a: {ansible_host: 127.0.0.1}, b: {ansible_host: 127.0.0.2}}, vars: {ansible_port: 1, trueup_ssh_config: none}}\n',
  'inventory/group_vars/all.yml': 'base: {operators: [controller]}\n',
  'trueup.yml': 'roles: {all: [base]}\n',
};

function withProject<Result>(work: (settings: RunSettings) => Promise<Result>): Promise<Result> {
  return inFolder(project, (folder) => work({ project: folder, connect: { home: join(folder, 'home') } }));
}

async function all(events: AsyncIterable<Event>): Promise<readonly Event[]> {
  const read: Event[] = [];
  for await (const event of events) read.push(event);
  return read;
}

describe('A run of the library', () => {
  it('tells every event, whenever it is read, and comes to what the command would', () =>
    withProject(async (settings) => {
      const run = plan(settings);
      const { ok, outcomes, exitCode, plans, differs } = await run.result;
      assert.deepEqual([ok, exitCode, differs], [false, 4, false]);
      assert.deepEqual(
        new Map(outcomes),
        new Map([
          ['a', 'unreachable'],
          ['b', 'unreachable'],
        ]),
      );
      assert.deepEqual(
        plans.map(({ host }) => host),
        ['a', 'b'],
      );
      const events = await all(run);
      assert.deepEqual([events[0]?.type, events.at(-1)?.type], ['run', 'summary']);
      assert.equal(events.filter(({ type }) => type === 'host.done').length, 2);
      assert.deepEqual(await all(run), [], 'each event once');
    }));

  it('has its hosts and roles limited by its settings', () =>
    withProject(async (settings) => {
      const [one, other] = await Promise.all([
        plan({ ...settings, limit: 'a' }).result,
        verify({ ...settings, limit: 'b', roles: ['base'] }).result,
      ]);
      assert.deepEqual([...one.outcomes.keys()], ['a']);
      assert.deepEqual([...other.outcomes], [['b', 'unreachable']]);
      assert.ok(other.checks.length > 0 && other.checks.every(({ host, ok }) => host === 'b' && !ok));
      assert.deepEqual([other.ok, other.exitCode], [false, 4]);
    }));

  it('throws what ended it, both where it is read and where it is awaited', () =>
    withProject(async (settings) => {
      const run = plan({ ...settings, limit: 'c' });
      const expected = {
        name: 'InputErrors',
        code: 'E_INPUT',
        message: '"c" is neither a host nor a group',
      };
      await assert.rejects(all(run), expected);
      await assert.rejects(run.result, expected);
    }));

  it('tells no event where it is refused before any host is contacted', () =>
    withProject(async (settings) => {
      const run = plan({ ...settings, extra: ['ansible_host=127.0.0.1'] });
      await assert.rejects(run.result, { name: 'InputErrors', message: /is the same machine as/ });
      const events: Event[] = [];
      await assert.rejects(async () => {
        for await (const event of run) events.push(event);
      });
      assert.deepEqual(events, []);
    }));

  for (const [what, more] of [
    ['forks that are none', { forks: 0 }],
    ['prune with roles', { prune: true, roles: ['base'] }],
    ['a role that there is not', { roles: ['bsae'] }],
    ['a setting that there is not', { limt: 'a' }],
  ] as const)
    it(`refuses ${what}`, () =>
      withProject(async (settings) => {
        await assert.rejects(plan({ ...settings, ...more }).result, { name: 'TrueupError', code: 'E_INPUT' });
      }));

  it('contacts nobody where its signal was aborted before', () =>
    withProject(async (settings) => {
      const run = plan({ ...settings, signal: AbortSignal.abort() });
      const { outcomes, exitCode } = await run.result;
      assert.deepEqual([[...outcomes.values()], exitCode], [['interrupted', 'interrupted'], 130]);
      assert.ok(!(await all(run)).some(({ type }) => type === 'host.connecting'));
    }));

  it('ends when a loop over its events is left', () =>
    withProject(async (settings) => {
      const run = plan({ ...settings, forks: 1 });
      for await (const { type } of run) if (type === 'run') break;
      const { outcomes } = await run.result;
      assert.equal(outcomes.get('b'), 'interrupted');
    }));

  it('reads no environment unless it is given one', () =>
    withProject(async (settings) => {
      process.env['TRUEUP_TEST_PORT'] = '2';
      try {
        const port = "ansible_port: \"{{ lookup('env', 'TRUEUP_TEST_PORT') | default(1, true) }}\"\n";
        await inFolder({ ...project, 'inventory/host_vars/a.yml': port }, async (folder) => {
          const asked = { ...settings, project: folder, limit: 'a' };
          for (const [more, text] of [
            [{}, 'port 1'],
            [{ env: process.env }, 'port 2'],
          ] as const) {
            const events = await all(plan({ ...asked, ...more }));
            const trouble = events.find((event) => event.type === 'host.done')?.trouble;
            assert.ok(trouble?.message.includes(text), JSON.stringify(trouble));
          }
        });
      } finally {
        delete process.env['TRUEUP_TEST_PORT'];
      }
    }));
});
