import assert from 'node:assert/strict';
import type { Facts } from '../../../lib/model/facts.js';
import { platformNotice } from '../../../lib/platform/platform-notice.js';
import { platformOf } from '../../../lib/platform/derive-platform.js';
import { releaseOf } from '../../../lib/platform/detect-release.js';
import { releases } from '../../../lib/platform/releases.js';
import { debian } from '../roles/small-stack.js';

const on = (id: string, version: string, codename: string): Facts => ({
  ...debian,
  os: { id, version, codename },
});

describe('the platform of a host', () => {
  it('is the release that the host names, with nothing to say about it', () => {
    for (const { id, version, codename } of releases) {
      const facts = on(id, version, codename);
      assert.deepEqual(
        [releaseOf('h', facts).release.codename, platformNotice('h', facts)],
        [codename, undefined],
      );
    }
  });

  it('knows Debian testing, which names no version', () => {
    assert.equal(releaseOf('h', on('debian', '', 'forky')).exact, true);
  });

  const treated: readonly (readonly [string, Facts, string])[] = [
    [
      'an Ubuntu between two long-term ones, as the one before',
      on('ubuntu', '25.10', 'questing'),
      'Ubuntu 24.04',
    ],
    ['an Ubuntu that is younger than all, as the youngest', on('ubuntu', '27.04', 'x'), 'Ubuntu 26.04'],
    ['a Debian that is younger than all, as the youngest', on('debian', '', 'duke'), 'Debian 14'],
    ['Raspberry Pi OS, as the Debian that it is made of', on('raspbian', '12', 'bookworm'), 'Debian 12'],
    ['Linux Mint, as the Ubuntu that it is made of', on('linuxmint', '22', 'noble'), 'Ubuntu 24.04'],
  ];
  for (const [title, facts, name] of treated)
    it(`takes ${title}, and says so`, () => {
      assert.match(platformNotice('web1', facts) ?? '', new RegExp(`^web1: .* and treats it as ${name}$`));
    });

  const refused: readonly (readonly [string, Facts])[] = [
    ['debian 10', on('debian', '10', 'buster')],
    ['ubuntu 20.04', on('ubuntu', '20.04', 'focal')],
    ['fedora 43', on('fedora', '43', '')],
    ['alpine 3.22.1', on('alpine', '3.22.1', '')],
    ['an unknown operating system', on('', '', '')],
  ];
  for (const [name, facts] of refused)
    it(`refuses ${name}, and names what is supported`, () => {
      assert.throws(() => platformNotice('web1', facts), {
        code: 'E_PLATFORM',
        message: `web1: ${name} is not supported`,
        hint: /Supported: Debian 11, .*Ubuntu 26\.04\./,
      });
    });

  it('can do what the versions of its release can, and no more', () => {
    const able = (codename: string): readonly string[] => {
      const release = releases.find((one) => one.codename === codename);
      const { can } = platformOf(on(release?.id ?? '', release?.version ?? '', codename));
      return Object.entries(can).flatMap(([ability, yes]) => (yes ? [ability] : []));
    };
    assert.deepEqual(able('bullseye'), []);
    assert.deepEqual(able('jammy'), []);
    assert.deepEqual(able('bookworm'), [
      'nginxRejectsHandshakes',
      'nginxHttp2SharesBuffers',
      'keepalivedFaultsWithoutPeer',
      'mariadbBindsSeveralAddresses',
      'systemdCredentialsSpecifier',
    ]);
    assert.equal(able('trixie').length, Object.keys(platformOf(debian).can).length);
  });
});
