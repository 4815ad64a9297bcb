// The proof of locales.
import { locale, packages, sh } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/system/locale.js';
import type { LocaleWant } from '../../../lib/resources/system/locale.js';
import { base64 } from '../../unit/resources/resource-case.js';
import { proofOf } from '../proof.js';

const path = '/etc/locale.gen';
const needed = packages({ names: ['locales'] });
const want = locale({ name: 'de_AT.UTF-8' });
const entry = 'de_AT.UTF-8 UTF-8';
const id = 'locale de_AT.UTF-8';
const says = (text: string, generated: string): string =>
  `found 0\n81a4:0:0:9:root:root\n${base64(text)}\n== generated\nC\n${generated}POSIX\n`;
const generated = { verb: 'create', what: 'locale', to: 'de_AT.UTF-8' } as const;
const entered = { verb: 'create', what: `entry in ${path}`, to: entry } as const;
const gone = sh`
dpkg --purge locales >/dev/null 2>&1
rm -rf ${path} /usr/lib/locale/locale-archive`;
const look = sh`cat ${path}; locale -a`;

export const proof = proofOf<LocaleWant>({
  type: 'locale',
  cases: [
    {
      name: 'a locale that nobody wanted is entered and generated',
      want,
      answer: says(`# ${entry}\n`, ''),
      then: [generated, entered],
    },
    {
      name: 'one that is there is left alone',
      want,
      answer: says(`de_DE.UTF-8 UTF-8\n${entry}  \n`, 'de_AT.utf8\n'),
      then: [],
    },
    {
      name: 'one that was only entered is generated',
      want,
      answer: says(`${entry}\n`, ''),
      then: [generated],
    },
    {
      name: 'one that the next locale-gen would forget is entered',
      want,
      answer: says(`#  ${entry}\n`, 'de_AT.utf8\n'),
      then: [entered],
    },
    {
      name: 'a modifier keeps its name',
      want: locale({ name: 'ca_ES.UTF-8@valencia' }),
      answer: says('ca_ES.UTF-8@valencia UTF-8\n', 'ca_ES.utf8@valencia\n'),
      then: [],
    },
    {
      name: 'a host whose list ended early did not answer',
      want,
      answer: 'found 0\n',
      then: { unreadable: 'the probe failed with status 0' },
    },
  ],
  refused: [
    ['a name that is an option', () => locale({ name: '--help' })],
    ['a name that leads elsewhere', () => locale({ name: '../../x' })],
    ['a charset of two words', () => locale({ name: 'de_AT', charset: 'UTF-8 x' })],
    ['what is part of every host', () => locale({ name: 'C.UTF-8' })],
  ],
  cycle: {
    title: 'A locale',
    before: gone,
    after: gone,
    resources: [needed, want],
    atFirst: [
      'apt.packages locales: create package locales',
      `${id}: create locale`,
      `${id}: create entry in ${path}`,
    ],
    tamperings: [
      {
        name: 'a locale that is gone',
        by: sh`localedef --delete-from-archive de_AT.utf8`,
        changes: [`${id}: create locale`],
      },
      {
        name: 'an entry that is a comment',
        by: sh`sed -i 's/^de_AT/# &/' ${path}`,
        changes: [`${id}: create entry in ${path}`],
      },
    ],
  },
  drift: tamper,
  rollback: [{ title: 'a locale', before: () => [needed], after: () => [want], look, cleanUp: gone }],
  removal: {
    name: 'a locale',
    resources: [needed, want],
    there: sh`locale -a | grep -i de_AT || grep -sx ${entry} ${path}`,
  },
});
