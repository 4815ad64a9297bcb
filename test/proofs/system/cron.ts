// The proof of jobs of cron's.
import { cron, packages, sh } from '../../../lib/kit.js';
import type { CronWant } from '../../../lib/resources/system/cron.js';
import { fileAnswer } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/system/cron.js';
import { proofOf, type Refused } from '../proof.js';

const path = '/etc/cron.d/trueup-tried';
const job = { name: 'trueup-tried', schedule: '*/5 0,8-18 * * mon', command: 'date +%F', user: 'nobody' };
const want = cron({ ...job, environment: { MAILTO: '' } });
const daily = cron({ ...job, schedule: '@daily' });
const to = '# Written by trueup.\nMAILTO=""\n*/5 0,8-18 * * mon nobody date +\\%F\n';
const never = '@often;* * * *;60 * * * *;* 5-2 * * *;*/0 * * * *;* * 0 * *;5/2 * * * *; * * * *'.split(';');
const needed = packages({ names: ['cron'] });
const look = sh`cat ${path}`;
const gone = sh`rm -f ${path}; dpkg --purge cron 2>&1`;
const refused = (what: string, wrong: Partial<CronWant>): Refused => [what, () => cron({ ...job, ...wrong })];

export const proof = proofOf<CronWant>({
  type: 'cron',
  cases: [
    { name: 'a job is created', want, answer: 'found\n.\n', then: [{ verb: 'create', what: 'content', to }] },
    { name: 'a job that is there is left alone', want, answer: fileAnswer(path, to), then: [] },
  ],
  refused: [
    refused('a name that cron passes over', { name: 'backup.sh' }),
    refused('a user with a blank', { user: 'no body' }),
    refused('a command of two lines', { command: 'true\nfalse' }),
    refused('a percent sign that was escaped', { command: 'date +\\%F' }),
    refused('a command that cron cuts off', { command: '%'.repeat(500) }),
    refused('a variable of two words', { environment: { 'A B': '' } }),
    refused('a value that ends too early', { environment: { A: '"' } }),
    ...never.map((schedule) => refused(`the schedule ${schedule}`, { schedule })),
  ],
  cycle: {
    title: 'A job of cron',
    before: gone,
    after: gone,
    resources: [needed, want],
    atFirst: ['apt.packages cron: create package cron', 'cron trueup-tried: create content'],
    tamperings: [
      { name: 'another job', by: sh`echo '# x' >>${path}`, changes: ['cron trueup-tried: update content'] },
      { name: 'another mode', by: sh`chmod 664 ${path}`, changes: ['cron trueup-tried: update mode'] },
    ],
  },
  drift: tamper,
  rollback: [{ title: 'cron', before: () => [needed, daily], after: () => [want], look, cleanUp: gone }],
  removal: { name: 'a job of cron', resources: [needed, want], there: sh`[ -e ${path} ]` },
});
