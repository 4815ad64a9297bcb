import assert from 'node:assert/strict';
import { sh } from '../../../lib/kit.js';
import { diffHost } from '../../../lib/plan/diff-host.js';
import { effect } from '../../../lib/resources/effect.js';
import { note } from '../../note-resource.js';

const config = note({ path: '/etc/x', text: 'x' });
const asked = effect({ name: 'x', of: [config], ask: sh`true`, remedy: 'Remove it.' });

function read(stdout: string, stderr = ''): unknown {
  return asked.type.read({ status: 0, stdout, stderr }, [asked.want])[0];
}

describe('effect', () => {
  const declared = [config, asked].map((resource) => ({ resource, role: 'test' }));

  it('names what is in force, who says so, and what should be', () => {
    const have = read('UseDNS\tyes\tno\t/etc/y:3\n.\n');
    assert.deepEqual(asked.type.diff(asked.want, have), [
      { verb: 'update', what: 'UseDNS', from: 'yes, by /etc/y:3', to: 'no' },
    ]);
  });

  it('differs in nothing where nothing else wins', () => {
    assert.deepEqual(asked.type.diff(asked.want, read('.\n')), []);
  });

  it('says why where the program could not tell, which is never "in force"', () => {
    const [change] = asked.type.diff(asked.want, read('lost\n.\n', 'x: line 3:\nbad option\n'));
    assert.deepEqual(change?.from, "can't be told: x: line 3:; bad option");
  });

  it('is judged only once what it is the effect of is as declared', () => {
    const have = read('UseDNS\tyes\tno\t/etc/y:3\n.\n');
    const states = (text: string): readonly string[] =>
      diffHost('h1', declared, [text, have]).map(({ state }) => state);
    assert.deepEqual(states('old'), ['change', 'same']);
    assert.deepEqual(states('x'), ['same', 'change']);
  });
});
