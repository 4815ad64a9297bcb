import assert from 'node:assert/strict';
import { aptKey } from '../../../lib/resources/packages/apt-key.js';
import { repository, type RepositoryWant } from '../../../lib/resources/packages/repository.js';
import { shownOf } from './resource-case.js';

const base: RepositoryWant = {
  name: 'debian-sid',
  uris: ['http://deb.example.org/debian'],
  suites: ['sid'],
  components: ['main'],
};
const key = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabc\n-----END PGP PUBLIC KEY BLOCK-----';

/** The files that it wants on a bare host, by path. */
function files(want: RepositoryWant): Record<string, unknown> {
  const { type } = repository(want);
  const missing = { state: { kind: 'missing' }, leftover: false };
  const changes = shownOf(type.diff(want, [missing, missing, missing]));
  return Object.fromEntries(changes.map(({ what, to }) => [what.replace('content of ', ''), to]));
}

const sources = '/etc/apt/sources.list.d/debian-sid.sources';
const preferences = '/etc/apt/preferences.d/debian-sid';

describe('apt.repository', () => {
  it('is one deb822 source', () => {
    assert.deepEqual(files(base), {
      [preferences]: '# nothing is pinned\n',
      [sources]: 'Types: deb\nURIs: http://deb.example.org/debian\nSuites: sid\nComponents: main\n',
    });
  });

  it('is signed by its own key only', () => {
    const made = files({ ...base, key });
    assert.equal(made['/etc/apt/keyrings/debian-sid.asc'], `${key}\n`);
    assert.match(String(made[sources]), /^Signed-By: \/etc\/apt\/keyrings\/debian-sid\.asc$/m);
  });

  it('is signed by a key of its own type, which it does not write itself', () => {
    const url = 'https://example.org/key';
    const made = files({ ...base, key: aptKey({ name: 'other', url, sha256: 'a'.repeat(64) }) });
    assert.deepEqual(Object.keys(made), [preferences, sources]);
    assert.match(String(made[sources]), /^Signed-By: \/etc\/apt\/keyrings\/other\.asc$/m);
  });

  it('takes an old index where that is said', () => {
    assert.match(String(files({ ...base, checkValidUntil: false })[sources]), /^Check-Valid-Until: no$/m);
  });

  it('pins its suites by codename and by archive name, in the order declared', () => {
    const pin = [
      { packages: 'mysql-*', priority: 990 },
      { packages: '*', priority: 1, match: 'origin deb.example.org' },
    ];
    assert.deepEqual(String(files({ ...base, pin })[preferences]).split('\n\n'), [
      'Package: mysql-*\nPin: release n=sid\nPin-Priority: 990',
      'Package: mysql-*\nPin: release a=sid\nPin-Priority: 990',
      'Package: *\nPin: origin deb.example.org\nPin-Priority: 1\n',
    ]);
  });

  it('puts the pins in place before the source', () => {
    const { type, want } = repository(base);
    const missing = { state: { kind: 'missing' }, leftover: false };
    const { text } = type.apply(want, [missing, missing], []);
    assert.ok(text.indexOf(preferences) < text.indexOf(sources));
  });

  for (const [why, wrong] of [
    ['a name with a dot, which apt would skip', { name: 'a.b' }],
    ['a URI with a line break', { uris: ['http://x\nTrusted: yes'] }],
    ['no component', { components: [] }],
    ['no suite', { suites: [] }],
    ['a key that is none', { key: 'abc' }],
    ['another resource as its key', { key: repository(base) }],
    ['a key and a keyring', { key, signedBy: '/usr/share/keyrings/x.gpg' }],
    ['a relative keyring', { signedBy: 'x.gpg' }],
    ['half a priority', { pin: [{ packages: '*', priority: 0.5 }] }],
  ] as const) {
    it(`refuses ${why}`, () => {
      assert.throws(() => repository({ ...base, ...wrong }), { code: 'E_INPUT' });
    });
  }

  it('needs no component for a flat repository', () => {
    assert.doesNotMatch(String(files({ ...base, suites: ['./'], components: [] })[sources]), /Components/);
  });
});
