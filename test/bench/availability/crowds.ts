// Failures: clients that take connections and give nothing.
import { Crowd, type Manner } from './crowd.js';
import type { Scenario } from './scenario.js';

/** Room for fewer connections than the crowd brings, and what one client may have of it. */
const few = { max_connections: 100, client_connections: 50 };

function crowded(name: string, title: string, manner: Manner, limits?: typeof few): Scenario {
  let crowd: Crowd | undefined;
  return {
    name,
    title,
    kind: 'failure',
    size: 'five',
    ...(limits && {
      prepare: async (site) => {
        for (const [name, most] of Object.entries(limits)) site.folder.set('lb', ['haproxy', name], most);
        await site.apply();
      },
    }),
    event: async (site) => {
      crowd = await Crowd.come(site.door, 150, manner);
      return '';
    },
    // Longer than a web server waits for the head of a request.
    watchSeconds: 12,
    seen: () => Promise.resolve(crowd?.account ?? ''),
    after: async () => {
      await crowd?.leave();
      crowd = undefined;
    },
  };
}

const where = `with limits of ${few.max_connections} in all and ${few.client_connections} per client`;

export const crowds: readonly Scenario[] = [
  crowded('idle-clients', '150 idle connections from one client', 'idle'),
  crowded('idle-clients-few', `150 idle connections from one client, ${where}`, 'idle', few),
  crowded('slow-heads', '150 connections whose request headers never end', 'slow'),
  crowded('slow-heads-few', `150 such connections, ${where}`, 'slow', few),
];
