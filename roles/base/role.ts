// What every host is, whatever else it does: named, on time, reachable by its operators, closed to everybody else.
import {
  clockAgrees,
  defineRole,
  directory,
  file,
  hostname,
  hostsEntries,
  nftables,
  openingChecks,
  packages,
  reboot,
  service,
  sh,
  succeeds,
  timezone,
  unitRuns,
} from '../../lib/kit.js';
import { addressOf, neighboursOf, rulesOf } from './firewall.js';
import { refuseLockOut } from './login.js';
import { operatorsOf, refuseOutsider } from './operators.js';
import { rebootNeeded } from './reboot-needed.js';
import { plainText } from './plain-text.js';
import { isContainer, isSince } from './surroundings.js';
import { vars } from './vars.js';

/** The base of every host. */
export const base = defineRole({
  name: 'base',
  why: 'Every host has its name and the right time, is administered by its operators alone, and lets in only who needs what its roles offer.',
  vars,

  *listens({ vars }) {
    yield { protocol: 'tcp', port: vars.ssh_port, from: ['operators'], why: 'administration' };
  },

  *resources({ host, fleet, facts, vars, openings, render }) {
    refuseLockOut(host, vars);
    refuseOutsider(host, facts, vars);
    const known = { ...vars, operators: [...operatorsOf(host, facts, vars)] };
    const timesyncd = vars.time_sync === 'timesyncd' && !isContainer(facts);
    yield packages({
      names: [
        'nftables',
        'openssh-server',
        'tzdata',
        ...(timesyncd ? ['systemd-timesyncd'] : []),
        ...(vars.unattended_upgrades ? ['unattended-upgrades'] : []),
        ...vars.packages,
      ],
    });

    yield hostname({ name: host.name });
    yield hostsEntries({
      entries: fleet.hosts.map((one) => ({
        address: addressOf(one),
        names: vars.domain === undefined ? [one.name] : [`${one.name}.${vars.domain}`, one.name],
      })),
    });

    yield timezone({ name: vars.timezone });
    if (timesyncd) {
      yield directory({ path: '/etc/systemd/timesyncd.conf.d' });
      const servers = file({
        path: '/etc/systemd/timesyncd.conf.d/10-trueup.conf',
        content: `[Time]\n${vars.ntp_servers.length > 0 ? `NTP=${vars.ntp_servers.join(' ')}\n` : ''}`,
      });
      yield servers;
      yield service({ unit: 'systemd-timesyncd', running: true, enabled: true, restartOn: [servers] });
    }

    const sshd = file({
      path: '/etc/ssh/sshd_config.d/10-trueup.conf',
      // A host that is slow to let in is as slow for everybody.
      content: render('base/sshd.conf.njk', {
        grace: Math.max(30, 3 * host.connection.connectTimeoutSeconds),
      }),
      // A socket-activated sshd makes this folder only when it starts, and `sshd -t` insists on it.
      validate: (staged) => sh`mkdir -p -m 0755 /run/sshd; sshd -t -f ${staged}`,
    });
    yield sshd;
    yield service({
      unit: 'ssh',
      running: true,
      // Ubuntu starts it by ssh.socket, or by itself where somebody chose so; taking either away could lock everybody out.
      enabled: isSince(facts, { ubuntu: '22.10' }) ? 'as it is' : true,
      test: sh`mkdir -p -m 0755 /run/sshd; sshd -t`,
      reloadOn: [sshd],
      lockOut: true,
    });

    yield nftables({
      ruleset: plainText(
        render('base/nftables.nft.njk', {
          rules: rulesOf(host, fleet, openings, known),
          neighbours: vars.reject_fleet ? neighboursOf(fleet, known) : null,
        }),
        'the firewall',
      ),
    });

    if (vars.reboot === 'when needed')
      yield reboot({ name: 'what packages ask for', needed: rebootNeeded(facts) });

    if (vars.unattended_upgrades) {
      yield file({
        path: '/etc/apt/apt.conf.d/60trueup-upgrades',
        content: render('base/unattended-upgrades.conf.njk'),
        // One wrong line in there, and apt does nothing at all any more.
        validate: (staged) => sh`APT_CONFIG=${staged} apt-config dump >/dev/null`,
      });
      yield service({ unit: 'unattended-upgrades', running: true, enabled: true });
      yield service({ unit: 'apt-daily-upgrade.timer', running: true, enabled: true });
    }
  },

  *checks({ host, fleet, openings, vars }) {
    const on = host.name;
    yield clockAgrees({ on, withinSeconds: 5 });
    yield unitRuns({ on, unit: 'ssh.service', atBoot: 'any' });
    // The unit only loads the rules at boot; what the kernel has by now is what counts.
    yield succeeds({
      title: `${on} drops what nobody is meant to send, also after a reboot`,
      on,
      script: sh`systemctl -q is-enabled nftables.service; nft list ruleset`,
      prints: /hook input .*policy drop;/,
    });
    yield succeeds({
      title: `sshd of ${on} takes keys, no empty passwords${vars.ssh_passwords ? '' : ', no passwords'}`,
      on,
      script: sh`/usr/sbin/sshd -T`,
      prints: vars.ssh_passwords
        ? /^pubkeyauthentication yes$/m
        : /^(?=[^]*^passwordauthentication no$)(?=[^]*^permitemptypasswords no$)[^]*^pubkeyauthentication yes$/m,
    });
    yield* openingChecks(host, fleet, openings);
  },
});
