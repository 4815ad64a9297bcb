// The proof of package sources.
import { sh, repository } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/packages/repository.js';
import type { RepositoryWant } from '../../../lib/resources/packages/repository.js';
import { proofOf } from '../proof.js';

const sources = '/etc/apt/sources.list.d/trueup-test.sources';
const preferences = '/etc/apt/preferences.d/trueup-test';
const apt = 'apt.repository trueup-test';
const armored = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabc\n-----END PGP PUBLIC KEY BLOCK-----';

export const proof = proofOf<RepositoryWant>({
  type: 'apt.repository',
  cases: 'test/unit/resources/repository.test.ts',
  samples: [
    {
      resource: repository({
        name: 'x',
        uris: ['http://x'],
        suites: ['sid'],
        components: ['main'],
        key: armored,
      }),
      answer: 'found\n.\n',
    },
  ],
  refused: 'test/unit/resources/repository.test.ts',
  cycle: {
    title: 'A package source',
    before: sh`rm -f ${sources} ${preferences}`,
    after: sh`rm -f ${sources} ${preferences}`,
    resources: [
      repository({
        name: 'trueup-test',
        uris: ['http://deb.debian.org/debian'],
        suites: ['trixie-updates'],
        components: ['main'],
        pin: [{ packages: '*', priority: 1 }],
      }),
    ],
    atFirst: [`${apt}: create content of ${preferences}`, `${apt}: create content of ${sources}`],
    tamperings: [
      {
        name: 'another source',
        by: sh`echo 'Trusted: yes' >>${sources}`,
        changes: [`${apt}: update content of ${sources}`],
      },
      {
        name: 'a pin that is gone',
        by: sh`rm ${preferences}`,
        changes: [`${apt}: create content of ${preferences}`],
      },
      {
        name: 'a source that apt may not read',
        by: sh`chmod 600 ${sources}`,
        changes: [`${apt}: update mode of ${sources}`],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'apt.repository',
      before: () => [
        repository({
          name: 'tutypes',
          uris: ['http://deb.debian.org/debian'],
          suites: ['trixie-updates'],
          components: ['main'],
        }),
      ],
      after: () => [
        repository({
          ...{ name: 'tutypes', uris: ['http://deb.debian.org/debian'], suites: ['trixie-backports'] },
          ...{ components: ['main', 'contrib'], pin: [{ packages: '*', priority: 1 }] },
        }),
      ],
      look: sh`grep . /etc/apt/sources.list.d/tutypes* /etc/apt/preferences.d/tutypes* 2>/dev/null || true`,
      cleanUp: sh`rm -f /etc/apt/sources.list.d/tutypes* /etc/apt/preferences.d/tutypes*`,
    },
  ],
  removal: 'none: it has no `remove`, so what it made stays',
});
