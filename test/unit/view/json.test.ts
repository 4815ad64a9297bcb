// The stream for programs, against its published schema.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { errorCodes } from '../../../lib/model/error-codes.js';
import type { Event } from '../../../lib/model/event.js';
import { jsonView } from '../../../cli/view/json.js';
import { applyRun, eachEvent, planRun } from './canned-run.js';

const docs = new URL('../../../docs/', import.meta.url);
const schema = JSON.parse(readFileSync(new URL('events.schema.json', docs), 'utf8')) as {
  readonly oneOf: readonly { readonly properties: { readonly type: { readonly const: string } } }[];
};
const validate = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);

function linesOf(events: readonly Event[]): readonly string[] {
  const lines: string[] = [];
  const { listener } = jsonView(
    (line) => lines.push(line),
    () => new Date(Date.UTC(2026, 10, 29, 7, 15)),
  );
  for (const event of events) listener(event);
  return lines;
}

describe('the JSON view', () => {
  for (const [type, event] of Object.entries(eachEvent)) {
    it(`writes ${type} as the schema says`, () => {
      const [line = ''] = linesOf([event]);
      assert.ok(validate(JSON.parse(line)), JSON.stringify(validate.errors, undefined, 1));
    });
  }

  it('has a schema that knows all types, and no other', () => {
    const known = schema.oneOf.map(({ properties }) => properties.type.const);
    assert.deepEqual(known.sort(), Object.keys(eachEvent).sort());
  });

  it('has a schema that refuses what it does not know', () => {
    const fits = (line: object): boolean => validate(line);
    const time = '2026-11-29T07:15:00.000Z';
    assert.ok(fits({ ...eachEvent.notice, time }));
    assert.ok(!fits(eachEvent.notice));
    assert.ok(!fits({ ...eachEvent.notice, time: '07:15' }));
    assert.ok(!fits({ ...eachEvent.notice, time, extra: 1 }));
    assert.ok(!fits({ type: 'notice', time }));
    assert.ok(!fits({ ...eachEvent['host.done'], time, outcome: 'fine' }));
  });

  it('has a documented heading for each type', () => {
    const text = readFileSync(new URL('events.md', docs), 'utf8');
    const headings = [...text.matchAll(/^### `(.+)`$/gm)].map((match) => match[1]);
    assert.deepEqual(headings.sort(), Object.keys(eachEvent).sort());
  });

  it('writes one object per line, and the summary last and exactly', () => {
    const lines = linesOf([...applyRun, { type: 'notice', text: 'Ctrl-C, too late' }]);
    assert.ok(lines.every((line) => !line.includes('\n')));
    assert.equal(
      lines.at(-1),
      '{"type":"summary","time":"2026-11-29T07:15:00.000Z","ok":false,"hosts":{"lb1":{"ok":2,"changed":1,"failed":0,"skipped":0,"seconds":0.4},"web1":{"ok":1,"changed":0,"failed":1,"skipped":0,"seconds":0.4}}}',
    );
  });

  it('shows no secret', () => {
    const text = linesOf([...planRun.slice(0, -1), ...applyRun]).join('\n');
    assert.ok(text.includes('"to":"***"'));
    assert.ok(!text.includes('canary'));
  });
});

describe('docs/errors.md', () => {
  it('lists each code with its exit code and meaning, and no other', () => {
    const text = readFileSync(new URL('errors.md', docs), 'utf8');
    const rows = [...text.matchAll(/^\| `(E_\w+)` +\| (\d+) +\| (.+?) +\| .+\|$/gm)].map(
      ([, code, exit, means]) => [code, { exit: Number(exit), means }],
    );
    assert.deepEqual(Object.fromEntries(rows), errorCodes);
  });
});
