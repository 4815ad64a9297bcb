// A want of each type with answers that lead to every script that the type can make.
import { certificate } from '../../../lib/resources/files/certificate.js';
import { effect } from '../../../lib/resources/effect.js';
import { file } from '../../../lib/resources/files/file.js';
import { mysqlDatabase } from '../../../lib/resources/mysql/mysql-database.js';
import { mysqlGrant } from '../../../lib/resources/mysql/mysql-grant.js';
import { mysqlStrangers } from '../../../lib/resources/mysql/mysql-strangers.js';
import { mysqlAbsentUser, mysqlUser } from '../../../lib/resources/mysql/mysql-user.js';
import { orphan } from '../../../lib/resources/orphan.js';
import { packages } from '../../../lib/resources/packages/packages.js';
import { reboot } from '../../../lib/resources/system/reboot.js';
import { release } from '../../../lib/resources/releases/release.js';
import { repository } from '../../../lib/resources/packages/repository.js';
import { service } from '../../../lib/resources/services/service.js';
import { dropIn, unit } from '../../../lib/resources/services/unit.js';
import type { Resource } from '../../../lib/model/resource.js';
import { Secret } from '../../../lib/model/secret.js';
import { createCa } from '../../../lib/pki/local-ca.js';
import { sh } from '../../../lib/shell/sh.js';
import { allCases } from './all-cases.js';

export interface Sample {
  readonly resource: Resource;
  readonly answer: string;
}

const config = file({ path: '/etc/app.conf', content: 'x' });
const nginx = service({
  unit: 'nginx',
  running: true,
  enabled: true,
  test: sh`nginx -t`,
  reloadOn: [config],
});
const app = release({
  root: '/srv/app',
  bundle: { name: 'app', sha256: 'a'.repeat(64), size: 1, open: nobody },
  build: (folder) => sh`make -C ${folder}`,
  migrate: (folder) => sh`${folder}/migrate`,
});
const account = mysqlUser({ name: 'app', host: 'h', password: new Secret("it's"), requireTls: true });

function nobody(): never {
  throw new Error('nobody asks for the bytes');
}

function shown(active: string, enabled: string, stamp: string): string {
  const mark = `${'0'.repeat(64)}  /etc/app.conf\n`;
  return `Id=nginx.service\nActiveState=${active}\nUnitFileState=${enabled}\nCanReload=yes\n== enabled\n${enabled}\n== inputs\n${mark}== stamp\n${stamp}`;
}

/** The types whose cases aren't tables. */
export async function samples(): Promise<readonly Sample[]> {
  const { certificate: chain, key } = await createCa('test');
  return [
    ...allCases
      .filter(({ then }) => !('unreadable' in then))
      .map(({ want, answer }) => ({ resource: want, answer })),
    { resource: packages({ names: ['nginx'] }), answer: '' },
    {
      resource: packages({ names: ['nginx'], absent: ['apache2'] }),
      answer: 'P|iU |nginx|amd64\nP|ii |apache2|amd64\nL|\n',
    },
    {
      resource: repository({
        name: 'x',
        uris: ['http://x'],
        suites: ['sid'],
        components: ['main'],
        key: armored,
      }),
      answer: 'found\n.\n',
    },
    { resource: nginx, answer: shown('inactive', 'masked', '') },
    { resource: nginx, answer: shown('active', 'enabled', 'stale\n') },
    {
      resource: service({ unit: 'x', running: false, enabled: false }),
      answer: shown('active', 'enabled', ''),
    },
    {
      resource: unit({ name: 'app', content: 'x' }),
      answer: '.\n== files\nfound\n.\n',
    },
    {
      resource: dropIn({ unit: 'app', name: 'limits', content: 'x' }),
      answer: 'reload\n.\n== files\nfound\n.\n',
    },
    { resource: reboot({ name: 'kernel', needed: sh`exit 1` }), answer: '0 linux-image\n' },
    {
      resource: service({
        unit: 'ssh',
        running: true,
        enabled: 'as it is',
        reloadOn: [config],
        lockOut: true,
      }),
      answer: shown('active', 'enabled', 'stale\n'),
    },
    { resource: orphan({ resource: 'file /x', entry: '/l/x', paths: ['/x'] }), answer: 'there\n' },
    {
      resource: effect({ name: 'sshd', of: [config], ask: sh`true`, mend: sh`true`, remedy: "It can't." }),
      answer: 'UseDNS\tyes\tno\t/etc/x:1\n.\n',
    },
    { resource: app, answer: '== release\n' },
    { resource: app, answer: '== release\ncurrent releases/b\nleft\n' },
    {
      resource: certificate({ certificate: '/etc/c', key: '/etc/k', chain, privateKey: new Secret(key) }),
      answer: 'found\n.\n',
    },
    { resource: account, answer: '9.7.4\n' },
    { resource: account, answer: '11.8.1-MariaDB\n0\t00\t00\t\n' },
    { resource: mysqlAbsentUser({ name: '', host: 'localhost' }), answer: '9.7.4\n0\t\t\t\n' },
    { resource: mysqlDatabase({ name: "a'b", charset: 'utf8mb4' }), answer: '' },
    { resource: mysqlGrant({ user: 'a', host: 'h', on: 'a.*', privileges: ['SELECT'] }), answer: '' },
    { resource: mysqlStrangers({ accounts: [] }), answer: 'account\t\t6C\n' },
  ];
}

const armored = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabc\n-----END PGP PUBLIC KEY BLOCK-----';
