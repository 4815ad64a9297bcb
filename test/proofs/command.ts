// The proof of commands.
import { command, sh } from '../../lib/kit.js';
import type { CommandWant } from '../../lib/resources/command.js';
import { tamper } from '../../lib/testing/tamper/command.js';
import { proofOf } from './proof.js';

const want = command({ name: 'fetch', run: sh`true`, unless: sh`[ -e ${"/it's"} ]`, creates: '/x' });
const base = '/srv/trueup-command';

export const proof = proofOf<CommandWant>({
  type: 'command',
  cases: [
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
      then: { unreadable: 'its condition exited with status 127: sh: 1: foo: not found' },
    },
  ],
  refused: 'test/unit/resources/refused-wants.test.ts',
  cycle: {
    title: 'A command',
    before: sh`rm -rf ${base}; mkdir -m 755 ${base}`,
    after: sh`rm -rf ${base}`,
    resources: [
      command({ name: 'make the file', run: sh`echo made >${base}/made`, creates: `${base}/made` }),
      command({
        name: 'say ready',
        run: sh`echo ready >>${base}/made`,
        unless: sh`grep -q ready ${base}/made`,
      }),
    ],
    atFirst: ['command make the file: run make the file', 'command say ready: unknown'],
    tamperings: [
      {
        name: 'a condition that holds no more',
        by: sh`echo made >${base}/made`,
        changes: ['command say ready: run say ready'],
      },
    ],
  },
  drift: tamper,
  rollback: 'test/faults/promise-05-rollback.test.ts',
  removal: 'none: nobody knows what it made',
});
