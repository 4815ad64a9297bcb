// What becomes of tamperings at the same time where one of them isn't noticed.
import assert from 'node:assert/strict';
import { file } from '../../../lib/kit.js';
import type { Resource } from '../../../lib/model/resource.js';
import type { Script } from '../../../lib/model/script.js';
import type { PlannedStep } from '../../../lib/plan/diff-host.js';
import { driftMatrix } from '../../../lib/testing/drift/drift-matrix.js';
import type { HostBed } from '../../../lib/testing/try-resource-on-host.js';
import { notHere, type Tampering } from '../../../lib/testing/tamper/tampering.js';
import { sh } from '../../../lib/shell/sh.js';

const paths = ['/a', '/b', '/c'];
const resources: readonly Resource[] = paths.map((path) => file({ path, content: 'x' }));

/** A host whose plan doesn't see what happens to the paths of `blind`, and on which those of `missing` aren't there. */
function hostWith({ blind = [], missing = [] }: { blind?: readonly string[]; missing?: readonly string[] }) {
  const touched = new Set<string>();
  const bed = {
    answer: ({ text }: Script) => {
      const path = paths.find((one) => text.includes(one)) ?? '';
      if (missing.includes(path)) return Promise.resolve({ status: notHere, stdout: '', stderr: '' });
      touched.add(path);
      return Promise.resolve({ status: 0, stdout: '', stderr: '' });
    },
    compare: () =>
      Promise.resolve(
        resources.map((resource, at) => {
          const path = paths[at] ?? '';
          const seen = touched.has(path) && !blind.includes(path);
          return {
            ...{ resource: resource.id, declared: { resource, role: 'test' }, have: undefined, changes: [] },
            state: seen ? 'change' : 'same',
          } as unknown as PlannedStep;
        }),
      ),
    converge: (_: unknown, steps: readonly PlannedStep[] = []) => {
      touched.clear();
      return Promise.resolve(steps.flatMap(({ state, resource }) => (state === 'change' ? [resource] : [])));
    },
  };
  return bed as unknown as HostBed;
}

async function tried(bed: HostBed) {
  const rounds: string[] = [];
  const file = ({ path }: { path: string }): readonly Tampering[] => [
    { how: 'touched', script: sh`touch ${path}`, contained: true },
  ];
  const onCase = (title: string): void => {
    rounds.push(title);
  };
  return {
    found: await driftMatrix('box', bed, resources, { most: 4, seed: 1, tamper: { file }, onCase }),
    rounds,
  };
}

describe('the drift matrix', () => {
  it('tries what has nothing in common at the same time, each once', async () => {
    const { found, rounds } = await tried(hostWith({}));
    assert.deepEqual(
      found.map(({ resource, fault }) => [resource, fault]),
      resources.map(({ id }) => [id, undefined]),
    );
    assert.equal(rounds.length, 3);
  });

  it('says of each alone whether it holds, where one of a round isn’t noticed', async () => {
    const { found, rounds } = await tried(hostWith({ blind: ['/b'] }));
    assert.deepEqual(
      found.map(({ resource, fault }) => [resource, (fault as Error | undefined)?.message]),
      [
        ['file /a', undefined],
        ['file /b', 'is not reported: file /b'],
        ['file /c', undefined],
      ],
    );
    assert.equal(rounds.length, 6);
  });

  it('says which resource could not be tampered with', async () => {
    const { found } = await tried(hostWith({ missing: ['/c'] }));
    assert.deepEqual(
      found.map(({ title, untried }) => [title, untried]),
      [
        ['file /a: touched', undefined],
        ['file /b: touched', undefined],
        ['file /c', 'no tampering is defined for file /c'],
      ],
    );
  });
});
