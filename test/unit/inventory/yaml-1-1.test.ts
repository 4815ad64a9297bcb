// Unquoted words are read as Ansible reads them: by YAML 1.1, not 1.2.
import assert from 'node:assert/strict';
import { Problems } from '../../../lib/inventory/raw/collect-problems.js';
import { entriesOf, plainly, type Raw } from '../../../lib/inventory/raw/raw-value.js';
import { parseYaml } from '../../../lib/inventory/raw/read-yaml.js';

function read(text: string, problems = new Problems()): Raw {
  const written = parseYaml(text, 'x.yml', problems);
  assert.ok(written, 'the file holds something');
  problems.throwIfAny();
  return written;
}

/** As PyYAML 6 reads them; dates as Ansible prints them. */
const words: Readonly<Record<string, unknown>> = {
  '2122:22': 127_342,
  '1_000': 1000,
  '1e3': '1e3',
  '1.5e3': '1.5e3',
  '1.5e+3': 1500,
  '0o644': '0o644',
  '0b101': 5,
  '0b1_0': 2,
  '0b_': '0b_',
  '010': 8,
  '-010': -8,
  '08': '08',
  '0_1': 1,
  '00': 0,
  '0x1F': 31,
  '-0x1F': -31,
  '1:60': '1:60',
  '-1:30': -90,
  '190:20:30': 685_230,
  '1:30.5': 90.5,
  '.inf': Infinity,
  '-.inf': -Infinity,
  '.nan': NaN,
  '.5': 0.5,
  '-.5': '-.5',
  '1.': 1,
  '09.5': 9.5,
  '12345678901234567890123': '12345678901234567890123',
  '~': null,
  null: null,
  yes: true,
  On: true,
  FALSE: false,
  off: false,
  y: 'y',
  n: 'n',
  tRUE: 'tRUE',
  '=': '=',
  '2024-01-01': '2024-01-01',
  '2024-1-1': '2024-1-1',
  '2001-12-14t21:59:43.10-05:00': '2001-12-14T21:59:43.100000-05:00',
  '2001-12-14 21:59:43': '2001-12-14T21:59:43',
  '2001-12-15T02:59:43.1Z': '2001-12-15T02:59:43.100000+00:00',
  '2001-12-14 21:59:43 +1': '2001-12-14T21:59:43+01:00',
  '2001-1-4 1:59:43.00': '2001-01-04T01:59:43',
  '!!str 010': '010',
  '!!int "3"': 3,
  '!unsafe "{{ x }}"': '{{ x }}',
  '!unsafe [a, {b: c}]': ['a', { b: 'c' }],
};

describe('YAML 1.1', () => {
  for (const [text, value] of Object.entries(words)) {
    it(`${text} is ${JSON.stringify(value)}`, () => {
      assert.deepEqual(plainly(read(`a: ${text}`)), { a: value });
    });
  }

  it('has keys that are no words', () => {
    const text = 'on: 5\n010: 6\n~: 7\n1.50: 2\n2024-01-01: 3\n"on": 8';
    assert.deepEqual(plainly(read(text)), { true: 5, 8: 6, null: 7, 1.5: 2, '2024-01-01': 3, on: 8 });
  });

  it('has keys that come twice: the last one holds, with a warning', () => {
    const problems = new Problems();
    assert.deepEqual(plainly(read('{a: 1, b: 2, a: 3}', problems)), { a: 3, b: 2 });
    const [warning] = problems.warnings;
    assert.equal(warning?.message, 'a appears twice in the same mapping');
    assert.equal(warning.place?.column, 14);
  });

  it('marks all that is inside !unsafe', () => {
    const written = entriesOf(read('a: !unsafe [x, {y: z}]')).get('a')?.value;
    const [first, second] = written?.kind === 'list' ? written.items : [];
    const inner = entriesOf(second).get('y')?.value;
    assert.ok(first?.kind === 'scalar' && first.literal);
    assert.ok(inner?.kind === 'scalar' && inner.literal);
  });
});
