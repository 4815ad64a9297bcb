// The proof of logrotate's rules.
import { logrotate, packages, sh } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/system/logrotate.js';
import type { LogrotateWant } from '../../../lib/resources/system/logrotate.js';
import { proofOf, type Refused } from '../proof.js';

const path = '/etc/logrotate.d/trueup-tried';
const rule = {
  name: 'trueup-tried',
  paths: ['/var/log/trueup-*.log', '/var/log/a b'],
  frequency: 'weekly',
  rotate: 3,
} as const;
const want = logrotate({
  ...rule,
  maxsize: '10M',
  maxage: 30,
  compress: true,
  create: { mode: '0640', owner: 'root', group: 'adm' },
  postrotate: 'if true; then\n  : >/run/trueup-rotated\nfi\n',
});
const plain = logrotate({ ...rule, size: '1k', su: { user: 'root', group: 'adm' } });
const to = `# Written by trueup.
/var/log/trueup-*.log
"/var/log/a b" {
  weekly
  rotate 3
  missingok
  maxsize 10M
  maxage 30
  compress
  create 0640 root adm
  postrotate
  if true; then
    : >/run/trueup-rotated
  fi
  endscript
}
`;
const needed = packages({ names: ['logrotate'] });
const gone = sh`rm -f ${path} ${`${path}.disabled`} /var/log/trueup-* '/var/log/a b'* /run/trueup-rotated`;
const bare = sh`${gone}
dpkg --purge logrotate 2>&1`;
// What it does with a log.
const look = sh`cat ${path}; echo x >'/var/log/a b'; rm -f '/var/log/a b.1'* /run/trueup-rotated; logrotate -f ${path}; cd /var/log; ls 'a b'*; ls /run/trueup-rotated 2>&1 || true`;
const refused = (what: string, wrong: Partial<LogrotateWant>): Refused => [
  what,
  () => logrotate({ ...rule, ...wrong }),
];

export const proof = proofOf<LogrotateWant>({
  type: 'logrotate',
  cases: [
    {
      name: 'a rule is created',
      want,
      answer: 'found\n.\n',
      then: [{ verb: 'create', what: 'content', to }],
    },
    {
      name: 'another rule is told',
      want: plain,
      answer: 'found 0\n41ed:0:0:4:root:root\n.\n',
      then: [
        { verb: 'update', what: 'kind', from: 'directory', to: 'file' },
        {
          verb: 'create',
          what: 'content',
          to: '# Written by trueup.\n/var/log/trueup-*.log\n"/var/log/a b" {\n  weekly\n  rotate 3\n  missingok\n  size 1k\n  su root adm\n}\n',
        },
      ],
    },
  ],
  refused: [
    refused('a name with a folder', { name: '../cron.d/x' }),
    refused('no log', { paths: [] }),
    refused('a log with a rule behind', { paths: ['/var/log/x {}'] }),
    refused('a log of two lines', { paths: ['/var/log/x\n/etc/shadow'] }),
    refused('less than none', { rotate: -1 }),
    refused('a size in words', { size: '10 MB' }),
    refused('a frequency in words', { frequency: 'often' as 'daily' }),
    refused('a mode of three digits', { create: { mode: '640', owner: 'root', group: 'adm' } }),
    refused('an owner with more behind', { su: { user: 'root\nmail x', group: 'adm' } }),
    refused('a script that ends early', { postrotate: 'true\n endscript\n}' }),
    refused('an empty script', { postrotate: ' ' }),
  ],
  cycle: {
    title: 'A rule of logrotate',
    before: bare,
    after: bare,
    resources: [needed, want],
    atFirst: ['apt.packages logrotate: create package logrotate', 'logrotate trueup-tried: create content'],
    tamperings: [
      {
        name: 'another rule',
        by: sh`sed -i 's/rotate 3/rotate 4/' ${path}`,
        changes: ['logrotate trueup-tried: update content'],
      },
      { name: 'another mode', by: sh`chmod 664 ${path}`, changes: ['logrotate trueup-tried: update mode'] },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'a rule of logrotate',
      before: () => [needed, plain],
      after: () => [needed, want],
      look,
      cleanUp: gone,
    },
  ],
  removal: { name: 'a rule of logrotate', resources: [needed, want], there: sh`[ -e ${path} ]` },
});
