// Failures: clients that take connections and give nothing.
import { Crowd, type Manner } from './crowd.js';
import type { Scenario } from './scenario.js';

function crowded(name: string, title: string, manner: Manner, maxConnections?: number): Scenario {
  let crowd: Crowd | undefined;
  return {
    name,
    title,
    kind: 'failure',
    size: 'five',
    ...(maxConnections !== undefined && {
      prepare: async (site) => {
        site.folder.set('lb', ['haproxy', 'max_connections'], maxConnections);
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

export const crowds: readonly Scenario[] = [
  crowded('idle-clients', '150 idle connections of one client', 'idle'),
  crowded('idle-clients-few', '150 idle connections of one client, where 100 are taken', 'idle', 100),
  crowded('slow-heads', '150 connections whose request heads never end', 'slow'),
  crowded('slow-heads-few', '150 such connections, where 100 are taken', 'slow', 100),
];
