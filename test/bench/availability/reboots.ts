// Planned: hosts ask for a reboot, and an apply gives them one.
import type { Scenario } from './scenario.js';
import type { Site } from './site.js';

const who = [
  ['reboot-ready', 'the standby balancer is rebooted', async (site: Site) => (await site.balancers()).ready],
  ['reboot-active', 'the active balancer is rebooted', async (site: Site) => (await site.balancers()).active],
  ['reboot-web', 'one of two web servers is rebooted', () => Promise.resolve('web1')],
  ['reboot-app', 'one of two application servers is rebooted', () => Promise.resolve('app1')],
] as const;

export const reboots: readonly Scenario[] = who.map(([name, title, host]) => ({
  name,
  title,
  kind: 'planned',
  size: 'seven',
  event: async (site) => {
    site.folder.set('all', ['base', 'reboot'], 'when needed');
    await site.on(await host(site), 'touch /run/reboot-required');
    return site.apply();
  },
}));
