// Every configuration that the roles write is right in the eyes of the program it is for; and that judge does find faults.
import assert from 'node:assert/strict';
import type { Secret } from '../../../lib/kit.js';
import { packages, sh, type Resource, type Script } from '../../../lib/kit.js';
import { textOfTable } from '../../../lib/resources/network/load-table.js';
import { debian13 } from '../../unit/roles/declared.js';
import { stackOf, type Plan } from '../../unit/roles/stack.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const names = ['haproxy', 'keepalived', 'nginx', 'nftables', 'socat'];
const staged = '/etc/trueup-staged';

const clean = sh`
export DEBIAN_FRONTEND=noninteractive
systemctl stop haproxy keepalived nginx 2>/dev/null || true
apt-get -q -y purge haproxy keepalived nginx nginx-common socat >/dev/null 2>&1 || true
rm -rf /etc/haproxy /etc/keepalived /etc/nginx /usr/local/libexec/trueup /var/lib/keepalived ${staged}
userdel keepalived_script 2>/dev/null || true`;

const plans: Readonly<Record<string, Plan>> = {
  'the lab': {},
  'three balancers, two web and two application servers': { balancers: 3, webs: 2, apps: 2 },
  'one web server alone': { balancers: 0, apps: 0 },
  'one balancer that ends TLS': {
    balancers: 1,
    vars: '\nhaproxy: {mode: http, bind: ["*", "::"], certificate: site.pem, certificate_key: !file site.key, backend_authority: ca.pem, stats_password: "it\'s # a $word"}',
  },
  'other names, ports and ranges': {
    operators: '198.18.77.0/24, "fd00::/8"',
    baseMore:
      '\n    extra_openings: [{port: 9100, from: ["2001:db8::/32", 10.9.0.0/16], why: it is monitored}]',
    nginxMore:
      ', server_aliases: [foobar.com, www.foobar.net], https_port: 8443, hsts_seconds: 0, content_security_policy: ""',
    keepalivedMore: ', preempt: true, virtual_ip_prefix: 24',
    vars: '\nhaproxy: {https_port: 8443, balance: source}',
  },
};

interface Judged {
  readonly id: string;
  readonly content: string | Secret;
  readonly judge: Script;
}

/** What of a host has a judge: files with `validate`, and the packet filter. */
function judgedOf(all: readonly Resource[]): readonly Judged[] {
  return all.flatMap(({ id, type, want }): Judged[] => {
    const { content, validate } = want as { content?: string | Secret; validate?: (path: string) => Script };
    if (content !== undefined && validate) return [{ id, content, judge: validate(staged) }];
    if (type.type !== 'nftables') return [];
    return [{ id, content: textOfTable((want as { rules: string }).rules), judge: sh`nft -c -f ${staged}` }];
  });
}

/** What must be on the host for a judge to find nothing missing. */
const isGround = ({ id, type, want }: Resource): boolean =>
  ['certificate', 'directory', 'user'].includes(type.type) ||
  (type.type === 'file' && !('validate' in (want as object)) && !id.includes('/etc/apt/'));

describe('Configurations of roles, judged by the programs themselves', function () {
  this.timeout(300_000);
  let bed: TestBed;
  let link = '';

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
    await bed.converge([packages({ names })]);
    link = (
      await bed.run(sh`ip -o link | sed -n 's/^[0-9]*: \([^:@]*\).*/\1/p' | grep -vx lo | head -n 1`)
    ).trim();
  });
  after(async () => {
    await bed.run(clean);
    await bed.close();
  });

  for (const [title, plan] of Object.entries(plans)) {
    it(`are right for ${title}, and wrong with a line too many`, async () => {
      const stack = await stackOf(plan);
      const judged = new Set<string>();
      for (const host of stack.context.fleet.hosts.filter(({ roles }) => !roles.includes('appserver'))) {
        const interfaces = [{ name: link, addresses: [host.address] }];
        const all = await stack.resources(host.name, { ...debian13, virtualization: 'lxc' }, interfaces);
        await bed.converge(all.filter(isGround));
        for (const { id, content, judge } of judgedOf(all)) {
          judged.add(id);
          const put = (more: string): Script => sh`
( umask 077; { printf '%s' ${content}; printf '%s' ${more}; } >${staged} )
chmod 0644 ${staged}`;
          const { status, stderr, stdout } = await bed.answer(sh`${put('')}
${judge}`);
          assert.equal(status, 0, `${host.name}: ${id}: ${stderr}${stdout}`);
          const spoilt = await bed.answer(sh`${put('\nnonsense } here\n')}
${judge}`);
          assert.notEqual(spoilt.status, 0, `${host.name}: ${id} has no judge that finds nonsense`);
        }
      }
      assert.ok(judged.has('nftables /etc/nftables.d/trueup.nft'));
      assert.ok(judged.has('file /etc/ssh/sshd_config.d/00-trueup.conf'));
      assert.ok(judged.has('file /etc/nginx/nginx.conf'));
      assert.equal(judged.size, plan.balancers === 0 ? 3 : 5);
    });
  }
});
