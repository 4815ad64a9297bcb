// The proof of the default locale.
import { defaultLocale, sh } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/system/default-locale.js';
import type { DefaultLocaleWant } from '../../../lib/resources/system/default-locale.js';
import { base64, fileAnswer } from '../../unit/resources/resource-case.js';
import { proofOf } from '../proof.js';

const [debian, systemd] = ['/etc/default/locale', '/etc/locale.conf'] as const;
const want = defaultLocale({ lang: 'C.UTF-8', language: 'de:en', variables: { LC_TIME: 'POSIX' } });
const to = '# Written by trueup.\nLANG=C.UTF-8\nLANGUAGE=de:en\nLC_TIME=POSIX\n';
const plain = defaultLocale({ lang: 'C.UTF-8' });
const id = `defaultLocale ${debian}`;
const link = `found 0\na1ff:0:0:4:root:root\n${base64('../locale.conf')}\n.\n`;
const keep = sh`for each in ${[debian, systemd]}; do [ ! -e "$each" ] || [ -e "$each.before" ] || cp -a "$each" "$each.before"; done; rm -f ${systemd}`;
const back = sh`for each in ${[debian, systemd]}; do rm -f "$each"; [ ! -e "$each.before" ] && [ ! -L "$each.before" ] || mv "$each.before" "$each"; done`;
const look = sh`ls -l --time-style=+ ${debian} ${systemd} 2>&1 || true; cat ${debian} ${systemd} 2>&1 || true`;

export const proof = proofOf<DefaultLocaleWant>({
  type: 'defaultLocale',
  cases: [
    {
      name: 'the file that Debian has is written',
      want,
      answer: 'found\n.\n',
      then: [{ verb: 'create', what: 'content', to }],
    },
    {
      name: 'systemd’s is, where Debian’s is a link to it',
      want: plain,
      answer: link,
      then: [{ verb: 'create', what: 'content', to: '# Written by trueup.\nLANG=C.UTF-8\n' }],
    },
    { name: 'what is as declared is left alone', want, answer: fileAnswer(debian, to), then: [] },
    {
      name: 'a path that could not be looked at is unknown',
      want,
      answer: 'lost 0 Input/output error\nfound\n.\n',
      then: { unreadable: 'Input/output error' },
    },
  ],
  refused: [
    ['a locale of two lines', () => defaultLocale({ lang: 'C\nX=y' })],
    ['languages with a blank', () => defaultLocale({ lang: 'C', language: 'de en' })],
    ['a variable that is none of a locale', () => defaultLocale({ lang: 'C', variables: { PATH: 'C' } })],
    [
      'a variable that leaves no choice to a user',
      () => defaultLocale({ lang: 'C', variables: { LC_ALL: 'C' } }),
    ],
  ],
  cycle: {
    title: 'The default locale',
    before: keep,
    after: back,
    resources: [want],
    atFirst: [`${id}: create content`],
    tamperings: [
      {
        name: 'another locale',
        by: sh`sed -i s/C.UTF-8/C/ $(readlink -f ${debian})`,
        changes: [`${id}: update content`],
      },
      {
        name: 'a file that others may write',
        by: sh`chmod 666 $(readlink -f ${debian})`,
        changes: [`${id}: update mode`],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'a new default locale',
      prepare: keep,
      before: () => [],
      after: () => [want],
      look,
      cleanUp: back,
    },
    {
      title: 'another default locale',
      prepare: keep,
      before: () => [plain],
      after: () => [want],
      look,
      cleanUp: back,
    },
  ],
  removal: {
    name: 'the default locale',
    resources: [want],
    there: sh`grep -sq LC_TIME ${debian} ${systemd}`,
  },
});
