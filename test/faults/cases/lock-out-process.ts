// Changes sshd and the firewall, and is killed before it could prove its way in. The argument says how good the change is.
import { unproven } from './lock-out-firewall.js';
import { OneHostSite } from '../sites/one-host-site.js';

const site = new OneHostSite();
await site.apply(unproven[process.argv[2] === 'good' ? 'good' : 'bad'], (event) => {
  if (event.type !== 'step.done' || !event.resource.startsWith('nftables')) return;
  site.close();
  process.kill(process.pid, 'SIGKILL');
});
