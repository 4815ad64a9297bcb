// Planned: hosts ask for a reboot, and an apply gives them one.
import type { Scenario } from './scenario.js';
import type { Site } from './site.js';

const who = [
  ['reboot-ready', 'reboot of the ready balancer', async (site: Site) => (await site.balancers()).ready],
  ['reboot-active', 'reboot of the active balancer', async (site: Site) => (await site.balancers()).active],
  ['reboot-web', 'reboot of one of two web servers', () => Promise.resolve('web1')],
  ['reboot-app', 'reboot of one of two application servers', () => Promise.resolve('app1')],
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
