// A balancer that shares one address with its peers: one holds it, and another takes over within a second.
import { isIPv4 } from 'node:net';
import {
  defineRole,
  directory,
  dropIn,
  file,
  heldByExactlyOne,
  packages,
  service,
  sh,
  succeeds,
  TrueupError,
  unitRuns,
  user,
  type Facts,
  type Host,
} from '../../lib/kit.js';
import { comesBack } from '../base/always-restart.js';
import { giveAway } from './drain.js';
import { haproxy } from '../haproxy/role.js';
import { nginx } from '../nginx/role.js';
import { siteChecks } from '../nginx/site-checks.js';
import { judge } from './check-config.js';
import { inNetwork } from './address-in-network.js';
import { keepAddresses } from './networkd-keeps-addresses.js';
import { noOtherHolders, noOtherHoldersCheck } from './address-conflicts.js';
import { vars } from './vars.js';

const config = '/etc/keepalived/keepalived.conf';
const scripts = '/usr/local/libexec/trueup';
const state = '/var/lib/keepalived/site.state';

/**
 * 255 is reserved for the owner of an address, which no balancer is; the closer to 255, the shorter the wait before a
 * takeover.
 */
const highest = 254;

function interfaceOf({ name, address }: Host, facts: Facts): string {
  const found = facts.interfaces.find(({ addresses }) => addresses.includes(address));
  if (found) return found.name.replace(/@.*/, '');
  if (facts.interfaces.length === 0)
    throw new TrueupError('E_INPUT', `${name}: its interface is unknown, because ip(8) is not installed`, {
      host: name,
      hint: 'Install iproute2 on the host, or set keepalived.interface.',
    });
  throw new TrueupError('E_INPUT', `${name}: no interface has the address ${address}`, {
    host: name,
    hint: 'Set private_address to the address of an interface on the host, or set keepalived.interface.',
  });
}

function hasAddress({ address }: Host, { interfaces }: Facts): boolean {
  return interfaces.some(({ addresses }) => addresses.includes(address));
}

/** The virtual IP, and which balancer holds it. */
export const keepalived = defineRole({
  name: 'keepalived',
  why: "Keeps the site's address reachable: when the balancer that holds the address fails, another balancer takes over within a second.",
  vars,
  after: ['haproxy'],
  standby: {
    roles: ['haproxy', 'keepalived'],
    active: ({ facts, vars }) =>
      facts.interfaces.some(({ addresses }) => addresses.includes(vars.virtual_ip)),
  },

  turns: {
    serves: ({ vars }) => vars.virtual_ip,
    healthy: ({ host: { name: on }, vars }) => ({
      seconds: vars.healthy_seconds,
      checks: [
        unitRuns({ on, unit: 'keepalived.service', atBoot: 'any' }),
        succeeds({
          title: `keepalived on ${on} holds the address, or is on standby`,
          on,
          script: sh`cat ${state}`,
          prints: /^(MASTER|BACKUP)\b/,
        }),
      ],
    }),
  },

  drain: ({ host, fleet, vars }) => {
    const peers = fleet.withRole('keepalived').filter(({ name }) => name !== host.name);
    return giveAway(host, peers, vars.virtual_ip, state);
  },

  *listens() {
    yield {
      protocol: 'vrrp',
      port: 0,
      from: ['keepalived'],
      why: 'decides which balancer holds the virtual IP',
    };
  },

  foresee({ fleet, vars: { virtual_ip } }) {
    const owner = fleet.hosts.find((one) => [one.address, one.connection.host].includes(virtual_ip));
    if (!owner) return [];
    throw new TrueupError('E_INPUT', `keepalived.virtual_ip: ${virtual_ip} is the address of ${owner.name}`, {
      hint: "Choose an unused address in the balancers' network.",
    });
  },

  preconditions: ({ host, fleet, vars }) => [
    noOtherHolders(host, fleet, vars, config),
    // If the inventory names the interface, it also decides where the address belongs.
    ...(vars.interface === undefined ? [inNetwork(vars.virtual_ip)] : []),
  ],

  *resources({ host, fleet, facts, platform, vars, render }) {
    const group = fleet.withRole('keepalived');
    const link = vars.interface ?? interfaceOf(host, facts);
    const check = `${scripts}/haproxy-answers`;
    const notify = `${scripts}/keepalived-notify`;
    const { alive_port } = fleet.varsOf(host, haproxy);

    yield packages({ names: ['keepalived'] });
    yield user({
      name: 'keepalived_script',
      system: true,
      home: '/nonexistent',
      shell: '/usr/sbin/nologin',
      comment: 'scripts of keepalived',
    });
    yield directory({ path: '/var/lib/keepalived', owner: 'keepalived_script' });
    yield directory({ path: '/usr/local/libexec' });
    yield directory({ path: scripts });
    const answers = file({
      path: check,
      content: render('keepalived/haproxy-answers.njk', {
        port: alive_port,
        // Behind NAT, or if the inventory names the interface, the host may not have the address itself.
        own: isIPv4(host.address) && hasAddress(host, facts) ? host.address : null,
      }),
      mode: '0755',
    });
    yield answers;
    yield file({ path: notify, content: render('keepalived/notify.njk', { state }), mode: '0755' });
    yield keepAddresses(link);

    const main = file({
      path: config,
      content: render('keepalived/keepalived.conf.njk', {
        interface: link,
        priority: highest - group.findIndex(({ name }) => name === host.name),
        peers: group.filter(({ name }) => name !== host.name).map(({ address }) => address),
        check,
        notify,
      }),
      validate: judge,
    });
    yield main;
    const unit = dropIn({
      unit: 'keepalived.service',
      name: 'zz-trueup',
      content: render('keepalived/unit.conf.njk'),
    });
    yield unit;
    yield comesBack('keepalived.service', platform);
    yield service({
      unit: 'keepalived',
      running: true,
      enabled: true,
      test: judge(config),
      reloadOn: [main],
      restartOn: [unit],
    });
  },

  *checks({ host, fleet, vars, read }) {
    const on = host.name;
    const group = fleet.withRole('keepalived');
    yield unitRuns({ on, unit: 'keepalived.service' });
    yield succeeds({
      title: `the configuration of keepalived on ${on} is valid`,
      on,
      script: judge(config),
    });
    yield noOtherHoldersCheck(host, fleet, vars);
    if (host !== group[0]) return;
    yield heldByExactlyOne({ address: vars.virtual_ip, hosts: group.map(({ name }) => name) });
    const [web] = fleet.withRole('nginx');
    if (!web) return;
    const { http_port, https_port } = fleet.varsOf(host, haproxy);
    const door = {
      address: vars.virtual_ip,
      httpPort: http_port,
      httpsPort: https_port,
      name: 'the virtual IP',
    };
    yield* siteChecks(door, fleet.varsOf(web, nginx), { fleet, read });
  },
});
