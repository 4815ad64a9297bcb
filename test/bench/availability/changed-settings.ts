// Planned: a variable of each role changes.
import type { Scenario } from './scenario.js';

/** The variable that is changed, for which group, and its new value. */
const settings = [
  ['nginx-setting', '`nginx.read_timeout` is changed to 61 s', 'web', ['nginx', 'read_timeout'], '61s'],
  [
    'haproxy-setting',
    '`haproxy.timeout_client` is changed to 71 s',
    'lb',
    ['haproxy', 'timeout_client'],
    '71s',
  ],
  [
    'haproxy-limits',
    '`haproxy.max_connections` is changed to 3999',
    'lb',
    ['haproxy', 'max_connections'],
    3999,
  ],
  [
    'keepalived-setting',
    '`keepalived.advert_interval` is changed to 0.3 s',
    'lb',
    ['keepalived', 'advert_interval'],
    0.3,
  ],
  ['app-unit', '`appserver.memory_max_mib` is changed to 260', 'app', ['appserver', 'memory_max_mib'], 260],
  [
    'app-environment',
    'a variable is added to `appserver.environment`',
    'app',
    ['appserver', 'environment'],
    { TRIED: '1' },
  ],
  ['database-setting', '`mysql.max_connections` is changed to 210', 'db', ['mysql', 'max_connections'], 210],
] as const;

export const changedSettings: readonly Scenario[] = settings.map(([name, title, group, variable, value]) => ({
  name,
  title,
  kind: 'planned',
  size: 'five',
  event: async (site) => {
    site.folder.set(group, variable, value);
    return site.apply();
  },
}));
