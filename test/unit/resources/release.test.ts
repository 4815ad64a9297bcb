import assert from 'node:assert/strict';
import { sh } from '../../../lib/shell/sh.js';
import { release, type ReleaseWant } from '../../../lib/resources/releases/release.js';
import { shownOf } from './resource-case.js';

const blob = (letter: string): ReleaseWant['bundle'] => ({
  name: 'app',
  sha256: letter.repeat(64),
  size: 1,
  open: () => {
    throw new Error('nobody asked for the bytes');
  },
});
const app = release({ root: '/srv/app', bundle: blob('a') });
const id = 'a'.repeat(12);
const { type, want } = app;

function have(lines: readonly string[]): unknown {
  return type.read({ status: 0, stdout: ['== release', ...lines, ''].join('\n'), stderr: '' }, [want])[0];
}

const whole = [`current releases/${id}`, `whole ${id}`, 'owner root:root'];

describe('release', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['nothing where it is current and as it was made', whole, []],
    ['a release and a switch where there is none', [], [`create release ${id}`, `update current: ${id}`]],
    [
      'a release and a switch where another is current',
      ['current releases/bbbbbbbbbbbb'],
      [`create release ${id}`, `update current: bbbbbbbbbbbb → ${id}`],
    ],
    [
      'only a switch back to one that is still there',
      ['current releases/bbbbbbbbbbbb', `whole ${id}`, 'owner root:root'],
      [`update current: bbbbbbbbbbbb → ${id}`],
    ],
    [
      'a link that leads elsewhere by its absolute path',
      [`current /srv/app/releases/${id}`, `whole ${id}`, 'owner root:root'],
      [`update current: /srv/app/releases/${id} → ${id}`],
    ],
    [
      'files that were changed on the host, and makes the release again beside it',
      [...whole, 'changed ./app.py: FAILED', 'changed ./a b: FAILED open or read'],
      [`update release ${id}: changed on the host: ./app.py, ./a b`, `update current: ${id} → ${id}-2`],
    ],
    [
      'nothing where the repaired one is current',
      [`current releases/${id}-2`, `whole ${id}-2`, 'owner root:root'],
      [],
    ],
    ['another owner', [...whole.slice(0, 2), 'owner app:app'], ['update owner: app:app → root:root']],
    ['what an interrupted run left', [...whole, 'left'], ['remove leftover from an interrupted run']],
    [
      'something in the place of the link',
      ['blocked', `whole ${id}`, 'owner root:root'],
      [`update current: not a symbolic link → ${id}`],
    ],
  ];
  for (const [title, lines, expected] of cases) {
    it(`tells ${title}`, () => {
      const words = shownOf(type.diff(want, have(lines))).map(({ verb, what, from, to }) => {
        const sides = [from, to].filter((side) => side !== undefined).map(String);
        return `${verb} ${what}${sides.length > 0 ? `: ${sides.join(' → ')}` : ''}`;
      });
      assert.deepEqual(words, expected);
    });
  }

  it('sends the bundle only where the release is not there', () => {
    assert.equal(type.apply(want, have([]), []).blobs.length, 1);
    assert.equal(type.apply(want, have([`whole ${id}`, 'owner root:root']), []).blobs.length, 0);
  });

  it('reads the bundle to its end whatever tar does', () => {
    assert.match(
      type.apply(want, have([]), []).text,
      /trueup_receive 1 \| \{ tar [^\n]*cat >\/dev\/null; \}/,
    );
  });

  it('is another release when it is built in another way', () => {
    const names = ['make', 'make install', 'make'].map((build) => {
      const built = release({ ...(want as ReleaseWant), build: () => sh`${build}` });
      return /name='([0-9a-f]{12})'/.exec(built.type.probe([built.want]).text)?.[1];
    });
    assert.notEqual(names[0], names[1]);
    assert.equal(names[0], names[2]);
    assert.notEqual(names[0], id);
  });

  it('builds and migrates at the path where the release will stay', () => {
    const told = (folder: string): ReturnType<typeof sh> => sh`go ${folder}`;
    const built = release({ ...(want as ReleaseWant), build: told, migrate: told });
    const { text } = type.apply(built.want, have([]), []);
    assert.equal(text.match(/go '\/srv\/app\/releases\/[0-9a-f]{12}'/g)?.length, 2);
  });

  it('never takes a failed question for "no release"', () => {
    assert.throws(() => {
      type.read({ status: 1, stdout: '', stderr: '' }, [want]);
    }, /status 1/);
  });

  for (const [why, wrong] of [
    ['a relative root', { root: 'srv/app' }],
    ['keeping no release', { keep: 0 }],
    ['keeping half a release', { keep: 1.5 }],
    ['an owner that can be none', { owner: 'a:b' }],
  ] as const) {
    it(`refuses ${why}`, () => {
      assert.throws(() => release({ ...(want as ReleaseWant), ...wrong }), { code: 'E_INPUT' });
    });
  }

  it('touches what is served only where one is current and another follows it', () => {
    const impact = (lines: readonly string[]): unknown => {
      const found = have(lines);
      return type.schedule?.impact?.(want, found, type.diff(want, found));
    };
    assert.equal(impact([]), undefined);
    assert.equal(impact(whole), undefined);
    assert.equal(impact([...whole, 'left']), undefined);
    assert.equal(impact(['current releases/bbbbbbbbbbbb']), 'renews');
  });
});
