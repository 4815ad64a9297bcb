// Planned: from one web and one application server to two of each.
import type { Scenario } from './scenario.js';

export const addedServers: readonly Scenario[] = [
  {
    name: 'add-servers',
    title: 'web2 and app2 are added as bare hosts',
    kind: 'planned',
    size: 'five',
    prepare: async (site) => {
      site.folder.addServers();
      await site.raise();
      await site.resetAdded();
    },
    event: (site) => site.apply(),
  },
];
