// The role host on a real host: what an inventory declares without code is made, named when it differs, and repaired.
import { sh } from '../../../lib/kit.js';
import { roles } from '../../../roles/registry.js';
import { debian13, declaredIn, folderOf } from '../../unit/roles/declared.js';
import { resourceCycle } from '../resource-cycle.js';

const folder = folderOf({
  'hosts.yml': { all: { hosts: { box: { ansible_host: '10.0.0.1' } } } },
  'trueup.yml': { roles: { all: ['host'] } },
  'templates/hello.njk': '{{ vars.greeting }} from {{ host.name }}: {{ vars.token }}\n',
  'group_vars/all.yml': `host:
  vars: {greeting: 'it''s "me"'}
  groups: {hostrole: {}}
  users: {hostrole: {group: hostrole, shell: /bin/sh}}
  directories: {/srv/hostrole: {owner: hostrole, mode: '0750'}, /srv/hostrole/in: {}}
  files:
    /srv/hostrole/plain: {content: "one\\n", owner: hostrole}
    /srv/hostrole/token: {template: templates/hello.njk, vars: {token: !secret canary}, mode: '0600', restart: [systemd-journald]}
    /srv/hostrole/gone: absent
  links: {/srv/hostrole/link: plain}
  lines: {a word: {path: /srv/hostrole-lines, line: 'word 2', match: '^word ', create: true}}
  timers: {hostrole-clock: {command: 'date >/run/hostrole', on_calendar: [daily]}}
  services: {systemd-journald: {enabled: as it is}}
  commands:
    initialise the store:
      run: printf %s "$SEED" >store
      unless: test -s store
      only_if: test -d in
      user: hostrole
      directory: /srv/hostrole
      environment: {SEED: !secret canary}
`,
});
const stack = await declaredIn(folder, roles);

resourceCycle({
  title: 'the role host',
  resources: await stack.resources('box', { ...debian13, virtualization: 'systemd-nspawn' }),
  atFirst: [
    'group hostrole: create group',
    'user hostrole: create user',
    'directory /srv/hostrole: create directory',
    'directory /srv/hostrole/in: create directory',
    'file /srv/hostrole/plain: create content',
    'file /srv/hostrole/token: create content',
    'link /srv/hostrole/link: create link',
    'line ^word  in /srv/hostrole-lines: create line',
    'timer hostrole-clock: create content of hostrole-clock.service',
    'timer hostrole-clock: create content of hostrole-clock.timer',
    'timer hostrole-clock: update start at boot',
    'timer hostrole-clock: update state',
    'service systemd-journald: run recording of the loaded configuration, without a restart',
    'service systemd-journald: run restart',
    // Its folder and its user aren't there yet.
    'command initialise the store: unknown',
  ],
  tamperings: [
    {
      name: 'a file of an entry',
      by: sh`echo two >/srv/hostrole/plain`,
      changes: ['file /srv/hostrole/plain: update content'],
    },
    {
      name: 'a file that a unit follows',
      by: sh`echo two >/srv/hostrole/token`,
      changes: ['file /srv/hostrole/token: update content', 'service systemd-journald: run restart'],
    },
    {
      name: 'what a command made',
      by: sh`rm /srv/hostrole/store`,
      changes: ['command initialise the store: run initialise the store'],
    },
    {
      name: 'what should be gone',
      by: sh`touch /srv/hostrole/gone`,
      changes: ['absent /srv/hostrole/gone: remove file'],
    },
  ],
  after: sh`
systemctl disable --quiet --now hostrole-clock.timer
rm -rf /srv/hostrole /srv/hostrole-lines /etc/systemd/system/hostrole-clock.* /run/hostrole
userdel hostrole
systemctl daemon-reload`,
});
