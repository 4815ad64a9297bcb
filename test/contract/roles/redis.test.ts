// Redis on a real host: what differs from its files, who may log in, and what the server itself was told, is named and repaired.
import { sh, type Script } from '../../../lib/kit.js';
import { hostsWith } from '../../unit/roles/hosts-with.js';
import { debian13 } from '../../unit/roles/declared.js';
import { resourceCycle } from '../resource-cycle.js';

const password = 'it\'s "quoted" \\ #';
const stack = await hostsWith({ cache1: { roles: ['redis'] } }, { redis: { password, from: ['redis'] } });
const all = await stack.resources('cache1', { ...debian13, virtualization: 'systemd-nspawn' });

const tell = (...commands: readonly string[]): Script =>
  sh`printf '%s\n' ${commands} | REDISCLI_AUTH=${password} redis-cli`;
const unit = 'redis-server.service.d';
const inForce = (what: string): string => `effect redis: update ${what}`;

resourceCycle({
  title: 'the role redis',
  // Other roles have the same folder.
  resources: all.filter(({ type }) => type.type !== 'directory'),
  before: sh`umask 022; mkdir -p /usr/local/libexec/trueup`,
  atFirst: [
    'apt.packages redis-server: create package redis-server',
    'file /usr/local/libexec/trueup/redis-before-start: create content',
    'file /etc/redis/trueup-password.conf: create content',
    'file /etc/redis/trueup.conf: create content',
    `systemd.unit ${unit}/zz-trueup.conf: create content`,
    `systemd.unit ${unit}/zz-trueup-restart.conf: create content`,
    'service redis-server: update start at boot',
    'service redis-server: update state',
  ],
  tamperings: [
    {
      name: 'settings that were changed at run time',
      by: tell('CONFIG SET maxmemory 1mb', 'CONFIG SET save ""'),
      changes: [inForce('maxmemory'), inForce('save')],
    },
    { name: 'a door without a lock', by: tell('ACL SETUSER default nopass'), changes: [inForce('password')] },
    { name: 'another password', by: tell('CONFIG SET requirepass other'), changes: [inForce('password')] },
    {
      name: 'a stranger, and a second password',
      by: tell('ACL SETUSER stranger on nopass ~* +@all', 'ACL SETUSER default >second'),
      changes: [inForce('password'), inForce('user stranger')],
    },
    {
      name: 'its own file',
      by: sh`echo 'maxclients 5' >>/etc/redis/trueup.conf`,
      changes: ['file /etc/redis/trueup.conf: update content', 'service redis-server: run restart'],
    },
  ],
  after: sh`
DEBIAN_FRONTEND=noninteractive apt-get -qq purge redis-server redis-tools >/dev/null 2>&1
rm -rf /etc/redis /var/lib/redis ${`/etc/systemd/system/${unit}`} /usr/local/libexec/trueup/redis-before-start
systemctl daemon-reload`,
});
