// Planned: a variable of each role changes.
import type { Scenario } from './scenario.js';

/** What is set for which group, and what that makes of the running services. */
const settings = [
  ['nginx-setting', 'nginx reads for 61 s', 'web', ['nginx', 'read_timeout'], '61s'],
  ['haproxy-setting', 'HAProxy waits 71 s for a silent client', 'lb', ['haproxy', 'timeout_client'], '71s'],
  ['haproxy-limits', 'HAProxy takes 3999 connections', 'lb', ['haproxy', 'max_connections'], 3999],
  [
    'keepalived-setting',
    'keepalived tells of itself every 0.3 s',
    'lb',
    ['keepalived', 'advert_interval'],
    0.3,
  ],
  ['app-unit', 'the application may use 260 MiB', 'app', ['appserver', 'memory_max_mib'], 260],
  ['app-environment', 'the application gets a variable', 'app', ['appserver', 'environment'], { TRIED: '1' }],
  ['database-setting', 'the database takes 210 connections', 'db', ['mysql', 'max_connections'], 210],
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
