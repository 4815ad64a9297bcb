// What the group type makes of answers.
import { group } from '../../../../lib/kit.js';
import type { ResourceCase } from '../resource-case.js';

const want = group({ name: 'team', gid: 500 });

export const groupCases: readonly ResourceCase[] = [
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
    then: { unreadable: 'getent(1) answered "team:500"' },
  },
];
