// What `trueup test host` boots and expects.
import { testOf } from '../../lib/kit.js';

export default testOf({
  hosts: {
    box: {
      host: {
        packages: { cron: 'present', tree: 'present' },
        groups: { crew: {} },
        users: {
          keeper: {
            uid: 1500,
            groups: ['crew'],
            shell: '/bin/bash',
            keys: [
              'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOnPMxN5Hq6vYM8FeGOxdjmcAMsgP7FqV+HhnqEn/4tL deploy@example',
            ],
          },
        },
        directories: { '/srv/keeper': { owner: 'keeper', group: 'crew', mode: '0750' } },
        files: {
          '/srv/keeper/notes': { content: 'it\'s "quoted"\n', owner: 'keeper', group: 'crew' },
          '/etc/keeper.conf': { content: 'level 3\n', restart: ['cron'] },
        },
        links: { '/srv/keeper/latest': 'notes' },
        lines: { 'a level': { path: '/etc/keeper.list', line: 'level 3', match: '^level ', create: true } },
        services: { cron: {} },
        cron: { keeper: { schedule: '17 3 * * *', command: '/bin/true', user: 'keeper' } },
        commands: {
          'make the store': {
            run: 'touch /srv/keeper/store',
            creates: '/srv/keeper/store',
            undo: 'rm -f /srv/keeper/store',
          },
        },
      },
    },
  },
  stays: { '/home/keeper': 'a home folder may contain user data' },
  unwatched: { '/etc/cron.d/keeper': 'cron picks up the change within a minute' },
});
