// A unit for tests whose configuration can be wrong in every way.
import { file, link, service, unit } from '../../../lib/kit.js';
import type { Resource } from '../../../lib/model/resource.js';

/** A configuration that works. */
export const good = 'echo started; exec sleep 1000\n';

interface Parts {
  readonly config?: string;
  readonly before?: string;
  readonly reload?: string;
  /** Where the link `current` leads. */
  readonly release?: string;
  /** More lines of its unit. */
  readonly lines?: string;
}

/** Two that the link may lead to. */
export const releases = { good: '/etc/trueup-tried-1', bad: '/etc/trueup-tried-2' } as const;

/** A unit whose whole life is in its configuration, which is a shell script. */
export function daemon({
  config = good,
  before = ':\n',
  reload = ':\n',
  release = releases.good,
  lines = 'TimeoutStartSec=3\n',
}: Parts = {}): readonly Resource[] {
  const main = file({ path: '/etc/trueup-tried.sh', content: config });
  const pre = file({ path: '/etc/trueup-tried-before.sh', content: before, mode: '0600' });
  const again = file({ path: '/etc/trueup-tried-reload.sh', content: reload });
  const current = link({ path: '/etc/trueup-tried-current', to: release });
  const own = unit({
    name: 'trueup-tried.service',
    content: `[Service]
ExecStartPre=/bin/sh /etc/trueup-tried-before.sh
ExecStartPre=/bin/sh -c 'case $(readlink /etc/trueup-tried-current) in *2) echo bad release; exit 5 ;; esac'
ExecStart=/bin/sh /etc/trueup-tried.sh
ExecReload=/bin/sh /etc/trueup-tried-reload.sh
${lines}[Install]
WantedBy=multi-user.target
`,
  });
  return [
    main,
    pre,
    again,
    current,
    own,
    service({
      unit: 'trueup-tried',
      running: true,
      enabled: true,
      settleSeconds: 1.5,
      startSeconds: 6,
      restartOn: [main, pre, current, own],
      reloadOn: [again],
    }),
  ];
}
