// Has HAProxy and nginx run with another configuration, as a hand may do it, and looks at what a plan says.
import assert from 'node:assert/strict';
import { sh, type Script } from '../../../lib/kit.js';
import type { TestBed } from '../test-bed.js';
import type { EdgeSite } from './edge-site.js';

const variables = '/etc/default/haproxy';
const folder = '/etc/systemd/system/nginx.service.d';
const byHand = `${folder}/by-hand.conf`;

interface Case {
  readonly put: Script;
  readonly back: Script;
  readonly found: string;
}

const cases: readonly Case[] = [
  {
    put: sh`cp -p ${variables} /root/variables; printf 'CONFIG=/etc/haproxy/other.cfg\n' >>${variables}`,
    back: sh`cp -p /root/variables ${variables}`,
    found: `CONFIG: /etc/haproxy/other.cfg (${variables}:`,
  },
  {
    put: sh`
cp /etc/nginx/nginx.conf /etc/nginx/other.conf
mkdir -p ${folder}; printf '[Service]\nExecStart=\nExecStart=/usr/sbin/nginx -c /etc/nginx/other.conf\n' >${byHand}
systemctl daemon-reload`,
    back: sh`rm ${byHand}; systemctl daemon-reload`,
    found: `ExecStart: /usr/sbin/nginx -c /etc/nginx/other.conf (${byHand}:3`,
  },
  {
    // Nobody's file says so, but it is what runs.
    put: sh`sed 's/string "[0-9a-f]*"/string "other"/' /etc/haproxy/haproxy.cfg >/etc/haproxy/other.cfg
cp -p ${variables} /root/variables; printf 'CONFIG=/etc/haproxy/other.cfg\n' >>${variables}
systemctl restart haproxy
cp -p /root/variables ${variables}`,
    back: sh`systemctl restart haproxy`,
    found: 'running configuration: a different one (process ',
  },
];

/** One after the other; what is said is gone with its cause. */
export async function anotherConfigurationIsNamed(site: EdgeSite, bed: TestBed): Promise<void> {
  assert.deepEqual(await site.plan(), []);
  for (const [at, { put, back, found }] of cases.entries()) {
    await bed.run(put);
    try {
      const [first = '', ...more] = await site.plan();
      assert.ok(first.startsWith(found), first);
      assert.deepEqual(more, []);
      if (at === 0)
        assert.match(await site.applyInVain(), /Remove the setting that names another configuration/);
    } finally {
      await bed.run(back);
    }
  }
  await site.settled(200, '/robots.txt');
  assert.deepEqual(await site.plan(), []);
}
