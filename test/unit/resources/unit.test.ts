import assert from 'node:assert/strict';
import { splitAnswer } from '../../../lib/resources/split-answer.js';
import { dropIn, unit } from '../../../lib/resources/services/unit.js';
import { shownOf } from './resource-case.js';

const app = unit({ name: 'app', content: '[Service]\n' });
const { type, want } = app;
const missing = { state: { kind: 'missing' }, leftover: false };

describe('systemd.unit', () => {
  it('is a file of the unit’s full name', () => {
    assert.equal(app.id, 'systemd.unit app.service');
    assert.deepEqual(type.paths?.(want), ['/etc/systemd/system/app.service']);
  });

  it('is a file in the folder of the unit that a drop-in is for', () => {
    const made = dropIn({ unit: 'nginx', name: 'limits.conf', content: '' });
    assert.deepEqual(made.type.paths?.(made.want), ['/etc/systemd/system/nginx.service.d/limits.conf']);
  });

  it('differs while systemd runs an older text', () => {
    assert.deepEqual(shownOf(type.diff(want, { files: [missing], needsReload: true, overruled: [] })), [
      { verb: 'create', what: 'content', to: '[Service]\n' },
      { verb: 'run', what: 'daemon-reload' },
    ]);
  });

  it('names a later drop-in that wins, once its own text is on the disk', () => {
    const overruled = [{ setting: 'LimitNOFILE', now: '1024', to: '5000', by: '/etc/x.conf:3' }];
    assert.ok(
      !type
        .diff(want, { files: [missing], needsReload: false, overruled })
        .some(({ what }) => what === 'LimitNOFILE'),
    );
  });

  it('never takes an answer about fewer units for one about all', () => {
    assert.throws(() => {
      type.read({ status: 0, stdout: '.\n== files\nfound\n.\n', stderr: '' }, [want, want]);
    }, /1 units instead of 2/);
  });

  for (const name of ['a/b.service', 'a b', '..']) {
    it(`refuses ${JSON.stringify(name)} as a name`, () => {
      assert.throws(() => unit({ name: `${name}/`, content: '' }), { code: 'E_INPUT' });
      assert.throws(() => dropIn({ unit: 'nginx', name: `${name}/x`, content: '' }), { code: 'E_INPUT' });
    });
  }
});

describe('splitAnswer', () => {
  const answer = (stdout: string): { status: number; stdout: string; stderr: string } => ({
    status: 0,
    stdout,
    stderr: '',
  });

  it('splits at the first line that is the mark', () => {
    const [before, after] = splitAnswer(answer('a\nb == c\n== c\nd\n== c\n'), '== c');
    assert.equal(before, 'a\nb == c\n');
    assert.equal(after.stdout, 'd\n== c\n');
  });

  it('splits where nothing was said before the mark', () => {
    assert.deepEqual(splitAnswer(answer('== c\n'), '== c'), ['', answer('')]);
  });

  it('throws where the mark never came', () => {
    assert.throws(() => splitAnswer(answer('a\n'), '== c'), /status 0/);
  });
});
