// The proof of groups.
import { group, sh } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/accounts/group.js';
import { proofOf } from '../proof.js';

const want = group({ name: 'team', gid: 500 });

const tidy = sh`
for name in trueupapp trueupops trueupplain; do userdel -r "$name" 2>/dev/null || true; done
for name in trueupapp trueupteam trueupother trueupplain; do groupdel "$name" 2>/dev/null || true; done
rm -rf /home/trueupops`;

export const proof = proofOf<{ name: string }>({
  type: 'group',
  cases: [
    { name: 'a missing group is created', want, answer: '', then: [{ verb: 'create', what: 'group' }] },
    { name: 'an equal group is left alone', want, answer: 'team:x:500:\n', then: [] },
    {
      name: 'another number is told',
      want,
      answer: 'team:x:501:app,web\n',
      then: [{ verb: 'update', what: 'gid', from: '501', to: '500' }],
    },
    {
      name: 'any number will do where none is declared',
      want: group({ name: 'team', system: true }),
      answer: 'team:x:501:\n',
      then: [],
    },
    {
      name: 'a missing system group is created',
      want: group({ name: 'team', system: true }),
      answer: 'teams:x:501:\n',
      then: [{ verb: 'create', what: 'group' }],
    },
    {
      name: 'a failed getent is no "not there"',
      want,
      answer: '',
      status: 1,
      then: { unreadable: 'the probe of groups failed with status 1' },
    },
    {
      name: 'a line of another form is no answer',
      want,
      answer: 'team:500\n',
      then: { unreadable: 'unexpected output of getent(1): "team:500"' },
    },
  ],
  refused: [['a group with a comma', () => group({ name: 'a,b' })]],
  cycle: {
    title: 'A group',
    before: tidy,
    after: tidy,
    resources: [group({ name: 'trueupteam', gid: 4321 }), group({ name: 'trueupother', system: true })],
    atFirst: ['group trueupteam: create group', 'group trueupother: create group'],
    tamperings: [
      {
        name: 'another number',
        by: sh`groupmod -g 4322 trueupteam`,
        changes: ['group trueupteam: update gid'],
      },
      { name: 'its removal', by: sh`groupdel trueupteam`, changes: ['group trueupteam: create group'] },
    ],
  },
  drift: tamper,
  rollback: 'test/faults/cases/rolled-back.ts',
  removal: {
    name: 'a group',
    resources: [group({ name: 'trueupgone', system: true })],
    there: sh`getent group trueupgone >/dev/null`,
  },
});
