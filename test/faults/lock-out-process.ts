// Loads a firewall that drops ssh, says so, and waits for its end: a trueup that dies before it could prove its way in.
import { firewall } from './lock-out-firewall.js';
import { OneHostSite } from './one-host-site.js';

const site = new OneHostSite();
await site.apply(firewall('shut'), (event) => {
  if (event.type === 'step.done' && event.resource.startsWith('nftables')) process.stdout.write('loaded\n');
});
