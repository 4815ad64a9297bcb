// Fleets of the whole stack, and what the roles declare for their hosts, for the tests of roles.
import type { Role } from '../../../lib/model/role.js';
import { createCa, issueLeaf } from '../../../lib/pki/local-ca.js';
import { appserver } from '../../../roles/appserver/role.js';
import { base } from '../../../roles/base/role.js';
import { haproxy } from '../../../roles/haproxy/role.js';
import { keepalived } from '../../../roles/keepalived/role.js';
import { nginx } from '../../../roles/nginx/role.js';
import { declaredIn, folderOf, type Declared } from './declared.js';

const roles: ReadonlyMap<string, Role> = new Map(
  [base, haproxy, keepalived, nginx, appserver].map((role) => [role.name, role as Role]),
);

export interface Plan {
  readonly balancers?: number;
  readonly webs?: number;
  readonly apps?: number;
  /** More of group_vars/all.yml. */
  readonly vars?: string;
  /** More keys of the role base, indented by four. */
  readonly baseMore?: string;
  readonly operators?: string;
  /** More keys of the roles nginx and keepalived, each with a comma before it. */
  readonly nginxMore?: string;
  /** The keys of nginx about files; those of the guest book by default. */
  readonly siteFiles?: string;
  readonly keepalivedMore?: string;
}

let pki: ReturnType<typeof makePki> | undefined;

async function makePki() {
  const ca = await createCa('test');
  return { ca, leaf: await issueLeaf(ca, { names: ['www.foobar.com', 'foobar.com', 'www.foobar.net'] }) };
}

function hostsOf(name: string, count: number, first: number): string {
  const hosts = Array.from(
    { length: count },
    (_, n) => `${name}${n + 1}: {ansible_host: 10.0.0.${first + n}}`,
  );
  return `    ${name}: {hosts: {${hosts.join(', ')}}}\n`;
}

/** lb1… at 10.0.0.11…, web1… at .21…, app1… at .31…, db1 at .41. */
export async function stackOf({
  balancers = 2,
  webs = 1,
  apps = 1,
  vars = '',
  baseMore = '',
  operators = '198.18.77.1/32',
  siteFiles = ', static: builtin:site, static_check: /robots.txt',
  nginxMore = '',
  keepalivedMore = '',
}: Plan = {}): Promise<Declared> {
  const { ca, leaf } = await (pki ??= makePki());
  const files = {
    'hosts.yml': `all:\n  children:\n${hostsOf('lb', balancers, 11)}${hostsOf('web', webs, 21)}${hostsOf('app', apps, 31)}${hostsOf('db', 1, 41)}`,
    'trueup.yml': 'roles: {all: [base], lb: [haproxy, keepalived], web: [nginx], app: [appserver]}',
    'group_vars/all.yml': `
base:
    operators: [${operators}]${baseMore}
nginx: {server_name: www.foobar.com, certificate: site.pem, certificate_key: !file site.key, certificate_authority: ca.pem${siteFiles}${nginxMore}}
keepalived: {virtual_ip: 10.0.0.100${keepalivedMore}}
${vars}`,
    'site.pem': leaf.fullchain,
    'ca.pem': ca.certificate,
    'site.key': leaf.key,
  };
  return declaredIn(folderOf(files), roles);
}
