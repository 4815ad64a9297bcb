// What the command type makes of answers.
import { command, sh } from '../../../../lib/kit.js';
import type { ResourceCase } from '../resource-case.js';

const want = command({ name: 'fetch', run: sh`true`, unless: sh`[ -e ${"/it's"} ]`, creates: '/x' });

export const commandCases: readonly ResourceCase[] = [
  { name: 'nothing is run where its conditions hold', want, answer: '0\n', then: [] },
  {
    name: 'it is run where a condition does not hold',
    want,
    answer: '1\n',
    then: [{ verb: 'run', what: 'fetch' }],
  },
  {
    name: 'one that always runs, runs',
    want: command({ name: 'fetch', run: sh`true`, always: true }),
    answer: '1\n',
    then: [{ verb: 'run', what: 'fetch' }],
  },
  {
    name: 'a condition that could not be asked is unknown',
    want,
    answer: '127\n',
    stderr: 'sh: 1: foo: not found\n',
    then: { unreadable: 'its condition ended with status 127: sh: 1: foo: not found' },
  },
];
