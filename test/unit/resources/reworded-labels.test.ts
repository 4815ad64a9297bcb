// Labels of changes are for people: an apply that meets other ones does the same.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directory, file, hostsEntries, link } from '../../../lib/kit.js';
import { Unreadable, type Change, type Resource } from '../../../lib/model/resource.js';
import type { SavedHostPlan } from '../../../lib/model/plan.js';
import { SavedPlan } from '../../../lib/converge/enforce-saved-plan.js';
import { diffHost } from '../../../lib/plan/diff-host.js';
import { wantDigest } from '../../../lib/plan/plan-digest.js';
import { TestBed } from '../../contract/test-bed.js';
import { localTransport } from '../../local-transport.js';
import { samples } from './samples.js';

const salt = '0'.repeat(64);

const reword = (changes: readonly Change[]): readonly Change[] =>
  changes.map((change) => ({ ...change, what: 'what another version says' }));

function reworded(resource: Resource): Resource {
  const { type } = resource;
  const diff: typeof type.diff = (want, have) => reword(type.diff(want, have));
  return { ...resource, type: { ...type, diff } };
}

describe('Labels that are reworded', () => {
  it('change no script, no confirmation and no impact of any type', () => {
    let tried = 0;
    for (const { resource, answer } of samples) {
      const { type, want } = resource;
      const [have] = type.read({ status: 0, stdout: answer, stderr: '' }, [want]) as readonly unknown[];
      assert.ok(!(have instanceof Unreadable));
      const changes = type.diff(want, have);
      if (changes.length === 0) continue;
      tried += 1;
      const all = (some: readonly Change[]): readonly unknown[] => [
        type.apply(want, have, some).text,
        type.undo?.revert?.(want, have, some),
        type.undo?.access?.(want, some),
        type.schedule?.impact?.(want, have, some),
      ];
      assert.deepEqual(all(reword(changes)), all(changes), resource.id);
    }
    assert.ok(tried > 40, String(tried));
  });

  it('tell no change from another: a key and a verb do', () => {
    for (const { resource, answer } of samples) {
      const { type, want } = resource;
      const [have] = type.read({ status: 0, stdout: answer, stderr: '' }, [want]) as readonly unknown[];
      const names = type.diff(want, have).map(({ verb, key }) => `${verb} ${key}`);
      assert.deepEqual([...new Set(names)], names, resource.id);
    }
  });

  it('let an apply do what it did', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-labels-'));
    const mine = { owner: String(process.getuid?.()), group: String(process.getgid?.()) };
    const bed = await TestBed.over(localTransport(['dash']));
    try {
      const at = (name: string): string => join(folder, name);
      writeFileSync(at('old'), 'old\n');
      symlinkSync('/nowhere', at('link'));
      writeFileSync(at('hosts'), '127.0.0.1 localhost\n');
      chmodSync(at('hosts'), 0o644);
      const resources = [
        directory({ path: at('folder'), mode: '0750', ...mine }),
        file({ path: at('folder/new'), content: 'new\n', ...mine }),
        file({ path: at('old'), content: 'new\n', mode: '0600', ...mine }),
        link({ path: at('link'), to: '/etc' }),
        hostsEntries({ path: at('hosts'), entries: [{ address: '10.0.0.1', names: ['db1'] }] }),
      ].map(reworded);
      // Without the ledger of an apply, which would be this machine's.
      for (const resource of resources) {
        const { type, want } = resource;
        const [have] = type.read(await bed.answer(type.probe([want])), [want]) as readonly unknown[];
        assert.ok(!(have instanceof Unreadable), resource.id);
        await bed.run(type.apply(want, have, type.diff(want, have)));
      }
      assert.deepEqual(await bed.differences(resources), []);
      assert.equal(readFileSync(at('old'), 'utf8'), 'new\n');
    } finally {
      await bed.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('leave a saved plan as it was', async () => {
    const resource = file({ path: '/x', content: 'new\n' });
    const have = { state: { kind: 'missing' }, leftover: false };
    const stepsOf = (one: Resource) => diffHost('h1', [{ resource: one, role: 'r' }], [have]);
    const saved: SavedHostPlan = {
      host: 'h1',
      steps: stepsOf(resource).map(({ resource: id, type, role, state, changes }) => {
        return { resource: id, type, role, state, changes, want: wantDigest(resource, salt), have: salt };
      }),
    };
    const signal = new AbortController().signal;
    await new SavedPlan([saved], salt).agree('h1', stepsOf(reworded(resource)), signal);
  });
});
