// What `trueup test keepalived` boots and expects.
import { testOf } from '../../lib/kit.js';
import { testSite } from '../nginx/test-site.js';

export default testOf(async (lab) => {
  // Other tests use the same network, so each has its own number.
  const number = Number(lab.spareAddress.split('.').at(-1));
  const balancer = { haproxy: {}, keepalived: { virtual_ip: lab.spareAddress, virtual_router_id: number } };
  return {
    hosts: { lb1: balancer, lb2: balancer, web: { nginx: await testSite(lab) } },
    unwatched: { '/usr/local/libexec/trueup/keepalived-notify': 'it runs on each state change' },
  };
});
