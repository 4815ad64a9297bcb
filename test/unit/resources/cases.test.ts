// Runs every table of cases: want and answer → what differs.
import assert from 'node:assert/strict';
import { messageOf } from '../../../lib/model/thrown-message.js';
import { Unreadable } from '../../../lib/model/resource.js';
import { allCases } from './all-cases.js';
import { shownOf } from './resource-case.js';

const types = [...new Set(allCases.map(({ want }) => want.type.type))];

for (const name of types) {
  describe(name, () => {
    const cases = allCases.filter(({ want }) => want.type.type === name);
    for (const { name: title, want: resource, answer, status = 0, stderr = '', then } of cases) {
      it(title, () => {
        const { type, want } = resource;
        const read = (): readonly unknown[] => type.read({ status, stdout: answer, stderr }, [want]);
        if ('unreadable' in then) {
          assert.equal(whyUnreadable(read), then.unreadable);
          return;
        }
        const haves = read();
        assert.equal(haves.length, 1);
        const changes = type.diff(want, haves[0]);
        assert.deepEqual(shownOf(changes), then);
        if (changes.length > 0) assert.notEqual(type.apply(want, haves[0], changes).text.trim(), '');
      });
    }
  });
}

/** Thrown or returned: the engine takes both for the same. */
function whyUnreadable(read: () => readonly unknown[]): string {
  try {
    const [have] = read();
    return have instanceof Unreadable ? have.why : `it was read: ${JSON.stringify(have)}`;
  } catch (error) {
    return messageOf(error);
  }
}
