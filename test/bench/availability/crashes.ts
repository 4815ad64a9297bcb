// Failures: a daemon's main process is killed, or the database restarts.
import type { Scenario } from './scenario.js';
import type { Site } from './site.js';

async function killMain(site: Site, host: string, unit: string): Promise<string> {
  await site.on(host, `kill -9 "$(systemctl show --property MainPID --value ${unit})"`);
  return '';
}

const blows = [
  [
    'kill-haproxy',
    'kill -9 of HAProxy on the active balancer',
    async (site: Site) => killMain(site, (await site.balancers()).active, 'haproxy'),
  ],
  ['kill-nginx', 'kill -9 of nginx', (site: Site) => killMain(site, 'web1', 'nginx')],
  ['kill-app', "kill -9 of gunicorn's master", (site: Site) => killMain(site, 'app1', 'guestbook')],
  [
    'kill-database',
    'kill -9 of the database server',
    async (site: Site) => killMain(site, 'db1', await site.databaseUnit()),
  ],
  [
    'database-restart',
    'the database server is restarted',
    async (site: Site) => site.on('db1', `systemctl restart ${await site.databaseUnit()}`),
  ],
] as const;

export const crashes: readonly Scenario[] = blows.map(([name, title, event]) => ({
  name,
  title,
  kind: 'failure',
  size: 'five',
  event,
}));
