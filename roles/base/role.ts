// The basis of every host: its name and time, access for its operators, and closed ports for everyone else.
import {
  clockAgrees,
  defineRole,
  file,
  hostname,
  hostsEntries,
  nftables,
  openingChecks,
  packages,
  reboot,
  service,
  sh,
  sshdUnits,
  succeeds,
  timeoutOf,
  timezone,
  unitRuns,
} from '../../lib/kit.js';
import { comesBack } from './always-restart.js';
import { addressOf, bridges, neighboursOf, peersIn, rulesOf } from './firewall.js';
import { hostsTemplate, keptFromCloudInit } from './cloud-init.js';
import { sshdEffect } from './sshd-effect.js';
import { sshdFile } from './sshd-reading.js';
import { refuseLockOut } from './refuse-lockout.js';
import { refuseAnother } from './other-firewall.js';
import { operatorsOf, refuseOutsider } from './operators.js';
import { rebootNeeded } from './reboot-needed.js';
import { plainText } from './refuse-secret-text.js';
import { timeSyncOf } from './time-sync.js';
import { vars } from './vars.js';
import { zoneEffect, zoneIsTaken } from './time-zone-effect.js';

/** The base of every host. */
export const base = defineRole({
  name: 'base',
  why: "Sets each host's name and time, restricts administration to operators, and opens the ports of the host's roles only to the clients that need them.",
  vars,

  *listens({ vars }) {
    yield { protocol: 'tcp', port: vars.ssh_port, from: ['operators'], why: 'administration' };
  },

  *resources({ host, fleet, facts, platform, vars, openings, render }) {
    refuseLockOut(host, vars);
    const timeSync = timeSyncOf(host, facts, platform, vars);
    const filters = vars.firewall === 'nftables';
    if (filters) refuseOutsider(host, facts, vars);
    const known = { ...vars, operators: [...operatorsOf(host, facts, vars)] };
    const rules = rulesOf(host, fleet, openings, known);
    if (filters) refuseAnother(host, facts, rules);
    yield packages({
      names: [
        ...(filters ? ['nftables'] : []),
        'openssh-server',
        'tzdata',
        ...timeSync.names,
        ...(vars.unattended_upgrades ? ['unattended-upgrades'] : []),
        ...vars.packages,
      ],
      absent: timeSync.absent,
    });

    yield* keptFromCloudInit(facts);
    yield hostname({ name: host.name });
    const entries = peersIn(fleet).map((one) => ({
      address: addressOf(one),
      names: vars.domain === undefined ? [one.name] : [`${one.name}.${vars.domain}`, one.name],
    }));
    yield hostsEntries({ entries });
    if (facts.cloudInit?.writesHosts === true) yield hostsEntries({ entries, path: hostsTemplate });

    const zone = timezone({ name: vars.timezone });
    yield zone;
    yield zoneEffect(zone, vars);
    yield* timeSync.resources;

    // If logging in to a host takes long, it does so for everyone.
    const grace = Math.max(30, 3 * timeoutOf(host.connection));
    const settings = plainText(render('base/sshd.conf.njk', { grace }), "sshd's configuration");
    const sshd = file({
      path: sshdFile,
      content: settings,
      // A socket-activated sshd creates this folder only when it starts, and `sshd -t` requires it.
      validate: (staged) => sh`mkdir -p -m 0755 /run/sshd; sshd -t -f ${staged}`,
    });
    yield sshd;
    const inForce = sshdEffect(sshd, settings, { host, facts, vars });
    yield inForce;
    yield comesBack(sshdUnits.unit, platform);
    yield service({
      // Started by itself or by a socket, whichever the host uses: changing that could lock everyone out.
      ...sshdUnits,
      running: true,
      enabled: true,
      test: sh`mkdir -p -m 0755 /run/sshd; sshd -t`,
      reloadOn: [sshd, inForce],
      lockOut: true,
    });

    const neighbours = vars.reject_fleet ? neighboursOf(fleet, known) : null;
    const table = filters ? render('base/nftables.nft.njk', { rules, neighbours, bridges }) : undefined;
    yield nftables(table === undefined ? {} : { rules: plainText(table, 'the firewall') });

    if (vars.reboot === 'when needed')
      yield reboot({ name: 'required by packages', needed: rebootNeeded(platform) });

    if (vars.unattended_upgrades) {
      yield file({
        path: '/etc/apt/apt.conf.d/60trueup-upgrades',
        content: render('base/unattended-upgrades.conf.njk'),
        // A single wrong line in this file would stop apt from working at all.
        validate: (staged) => sh`APT_CONFIG=${staged} apt-config dump >/dev/null`,
      });
      yield service({ unit: 'unattended-upgrades', running: true, enabled: true });
      yield service({ unit: 'apt-daily-upgrade.timer', running: true, enabled: true });
    }
  },

  *checks({ host, fleet, openings, vars }) {
    const on = host.name;
    yield clockAgrees({ on, withinSeconds: 5 });
    yield unitRuns({ on, ...sshdUnits });
    yield succeeds({ title: `the daemons on ${on} use the host's time zone`, on, script: zoneIsTaken });
    const filters = vars.firewall === 'nftables';
    // The unit only loads the rules at boot, so the check looks at those that the kernel has now.
    if (filters)
      yield succeeds({
        title: `${on} drops undeclared traffic, even after a reboot`,
        on,
        script: sh`systemctl -q is-enabled trueup-firewall.service; nft list table inet trueup`,
        prints: /hook input .*policy drop;/,
      });
    yield succeeds({
      title: `sshd on ${on} accepts keys${vars.ssh_passwords ? '' : ', but not passwords'}`,
      on,
      // Keywords are in lower case, since OpenSSH 10.6 as sshd_config(5) writes them.
      script: sh`/usr/sbin/sshd -T`,
      prints: vars.ssh_passwords
        ? /^pubkeyauthentication yes$/im
        : /^(?=[^]*^passwordauthentication no$)(?=[^]*^permitemptypasswords no$)[^]*^pubkeyauthentication yes$/im,
    });
    // Without our firewall, another one decides what is closed.
    yield* openingChecks(host, fleet, openings, filters ? 'open and closed' : 'open');
  },
});
