// The stack is told in words and drawn from what the roles say, and a value from where it was written.
import assert from 'node:assert/strict';
import { originInWords, originsInWords } from '../../../lib/explain/variable-origin.js';
import { stackDiagram } from '../../../lib/explain/stack-diagram.js';
import { hostInWords, stackInWords } from '../../../lib/explain/describe-stack.js';
import { explainedFleet, roles } from './explained-fleet.js';

describe('explain', () => {
  it('tells what there is, why, and who talks to whom', async () => {
    const fleet = await explainedFleet();
    assert.equal(
      stackInWords(fleet, roles).replace(fleet.folder, 'inventory/x'),
      `inventory/x: 4 hosts, 3 roles

Hosts
  lone  lone      base
  web1  10.0.0.1  base, nginx
  c1    c1        base, cache
  c2    c2        base, cache

Components and their purpose
  base: lone, web1, c1, c2
    Every host is reached and watched the same way.
  nginx: web1
    Serves pages.
  cache: c1, c2
    Keeps copies.

Connections
  operators  →  lone, web1, c1, c2  22/tcp    base: administration
  anyone     →  web1                443/tcp   nginx: pages
  c1, c2     →  web1                443/tcp   nginx: pages
  c1, c2     →  c1, c2              vrrp      cache: who is in charge
  web1       →  c1, c2              6379/tcp  cache: lookups
`,
    );
  });

  it('tells one host’s part', async () => {
    const fleet = await explainedFleet();
    assert.equal(
      hostInWords(fleet.host('web1'), fleet, roles),
      `web1 (10.0.0.1), in all, web

Components and their purpose, in apply order
  base
    Every host is reached and watched the same way.
  nginx
    Serves pages.

Incoming connections
  operators  →  web1  22/tcp   base: administration
  anyone     →  web1  443/tcp  nginx: pages
  c1, c2     →  web1  443/tcp  nginx: pages

Outgoing connections
  web1  →  c1, c2  6379/tcp  cache: lookups
`,
    );
  });

  it('draws the same as a diagram', async () => {
    const fleet = await explainedFleet();
    assert.equal(
      stackDiagram(fleet, roles, fleet.host('web1')),
      `flowchart LR
  operators(["operators"])
  anyone(["anyone"])
  subgraph g0["web"]
    h1["web1<br/>10.0.0.1<br/>base, nginx"]
  end
  subgraph g1["caches"]
    h2["c1<br/>c1<br/>base, cache"]
    h3["c2<br/>c2<br/>base, cache"]
  end
  operators -.->|"base 22/tcp"| h1
  anyone -->|"nginx 443/tcp"| h1
  h2 -->|"nginx 443/tcp"| h1
  h3 -->|"nginx 443/tcp"| h1
  h1 -->|"cache 6379/tcp"| h2
  h1 -->|"cache 6379/tcp"| h3
`,
    );
  });
});

describe('explain --var', () => {
  const cases: Readonly<Record<string, string>> = {
    'nginx.name': `nginx.name on web1: "special"
  from       group_vars/web.yml:2:3  group web
  overrides  group_vars/all.yml:2:3  group all  "general"
`,
    'nginx.key': `nginx.key on web1: ***
  from       group_vars/web.yml:3:3  group web
  overrides  group_vars/all.yml:3:3  group all  ***
`,
    'nginx.port': 'nginx.port on web1: 443\n  is the default of role nginx\n',
    'nginx.tls.mode': 'nginx.tls.mode on web1: "modern"\n  is part of nginx.tls; see --var nginx.tls\n',
    ansible_password: 'ansible_password on web1: ***\n  from  hosts.yml:5:50  host web1\n',
  };
  for (const [name, expected] of Object.entries(cases)) {
    it(`${name}: ${expected.split('\n')[1]?.trim() ?? ''}`, async () => {
      const fleet = await explainedFleet();
      const text = originInWords(name, fleet.host('web1'), fleet);
      assert.equal(text.replaceAll(`${fleet.folder}/`, ''), expected);
    });
  }

  it('a role’s name tells of all its variables', async () => {
    const fleet = await explainedFleet();
    const titles = originInWords('nginx', fleet.host('web1'), fleet).match(/^nginx\S+/gm);
    assert.deepEqual(titles, ['nginx.name', 'nginx.key', 'nginx.port', 'nginx.tls']);
  });

  it('without a host, tells of the hosts that have the variable', async () => {
    const fleet = await explainedFleet();
    const told = (name: string): string[] | null =>
      originsInWords(name, fleet.hosts, fleet).match(/^\S+ on \S+/gm);
    assert.deepEqual(told('ansible_host'), ['ansible_host on web1:']);
    assert.throws(() => told('nginx.prot'), /there is no variable nginx\.prot/);
  });

  it('an unknown name is met with the one that was meant', async () => {
    const fleet = await explainedFleet();
    assert.throws(() => originInWords('nginx.prot', fleet.host('web1'), fleet), {
      message: 'web1: there is no variable nginx.prot',
      hint: 'Did you mean nginx.port?',
    });
  });
});
