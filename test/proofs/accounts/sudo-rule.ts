// The proof of sudo's rules.
import { sh, sudoRule } from '../../../lib/kit.js';
import type { SudoRuleWant } from '../../../lib/resources/accounts/sudo-rule.js';
import { tamper } from '../../../lib/testing/tamper/accounts/sudo-rule.js';
import { proofOf, type Refused } from '../proof.js';

const path = '/etc/sudoers.d/trueup-tried';
const commands = ['/usr/bin/id -u', '/usr/bin/env a=b,c:d #e', 'sudoedit /etc/motd'];
const rule = { name: 'trueup-tried', user: 'nobody', commands, nopasswd: true, runas: 'daemon:adm' };
const want = sudoRule(rule);
const team = sudoRule({ name: 'trueup-tried', group: 'adm', commands: ['ALL'], runas: 'ALL' });
const to =
  '# Written by trueup.\nnobody ALL=(daemon:adm) NOPASSWD: /usr/bin/id -u, /usr/bin/env a\\=b\\,c\\:d \\#e, sudoedit /etc/motd\n';
const gone = sh`rm -f ${path}`;
const look = sh`sudo -lU nobody; ls -l --time-style=+ /etc/sudoers.d; cat ${path} 2>&1 || true`;
const refused = (what: string, wrong: Partial<SudoRuleWant>): Refused => [
  what,
  () => sudoRule({ ...rule, ...wrong }),
];

export const proof = proofOf<SudoRuleWant>({
  type: 'sudoRule',
  cases: [
    {
      name: 'a rule is created',
      want,
      answer: 'found\n.\n',
      then: [{ verb: 'create', what: 'content', to }],
    },
    {
      name: 'a rule for a group, with a password',
      want: team,
      answer: 'found\n.\n',
      then: [{ verb: 'create', what: 'content', to: '# Written by trueup.\n%adm ALL=(ALL) ALL\n' }],
    },
  ],
  refused: [
    refused('a name that sudo passes over', { name: 'deploy.conf' }),
    refused('a name that looks like an editor’s copy', { name: 'deploy~' }),
    refused('a name with a folder', { name: '../x' }),
    ['nobody', () => sudoRule({ name: 'x', commands })],
    refused('a user and a group', { group: 'adm' }),
    refused('everybody', { user: 'ALL' }),
    refused('a user with a rule behind', { user: 'a ALL=(ALL) ALL\nb' }),
    refused('no command', { commands: [] }),
    refused('a command without a path', { commands: ['systemctl restart app'] }),
    refused('a command that is not to be', { commands: ['ALL', '!/bin/su'] }),
    refused('a command of two lines', { commands: ['/bin/true\n%adm ALL=(ALL) ALL'] }),
    refused('a command that takes in the next', { commands: ['/bin/true \\'] }),
    refused('three words for whom', { runas: 'a:b:c' }),
    refused('an alias for whom', { runas: 'ROOT' }),
  ],
  cycle: {
    title: 'A rule of sudo',
    before: gone,
    after: gone,
    resources: [want],
    atFirst: ['sudoRule trueup-tried: create content'],
    tamperings: [
      {
        name: 'another rule',
        by: sh`echo 'nobody ALL=(ALL) ALL' >>${path}`,
        changes: ['sudoRule trueup-tried: update content'],
      },
      {
        name: 'a mode that lets others read it',
        by: sh`chmod 444 ${path}`,
        changes: ['sudoRule trueup-tried: update mode'],
      },
    ],
  },
  drift: tamper,
  rollback: [
    { title: 'a rule of sudo', before: () => [], after: () => [want], look, cleanUp: gone },
    { title: 'a rule of sudo as it was', before: () => [team], after: () => [want], look, cleanUp: gone },
    {
      title: 'a rule of sudo that somebody else made',
      prepare: sh`echo 'nobody ALL=(ALL) ALL' >${path}; chmod 400 ${path}; chown daemon ${path}`,
      before: () => [],
      after: () => [want],
      look,
      cleanUp: gone,
    },
  ],
  removal: { name: 'a rule of sudo', resources: [want], there: sh`sudo -lU nobody | grep -q 'daemon : adm'` },
});
