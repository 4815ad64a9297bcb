// A unit that never stays dead: systemd starts it again however often and for whatever reason it ended.
import { dropIn, type Platform, type Resource } from '../../lib/kit.js';

/*
 * `always`: whoever wants it stopped says so to systemd, and a daemon that ends well by itself is missed as much. The list
 * of statuses that packages take for hopeless is emptied: an address that comes late ends sshd with 255 and MySQL with 1.
 *
 * Where it can, systemd waits longer each time. Its counter never falls by itself, so the longest wait is what a daemon
 * that has failed a few times since its last start by hand is away: it stays short.
 */
const text = (slowsDown: boolean): string => `# systemd restarts this service however often it exits.
[Unit]
StartLimitIntervalSec=0

[Service]
Restart=always
RestartPreventExitStatus=
${slowsDown ? 'RestartSec=500ms\nRestartSteps=4\nRestartMaxDelaySec=3s\n' : 'RestartSec=1s\n'}`;

/** A drop-in that takes effect without a restart of the unit. */
export function comesBack(unit: string, { can }: Platform): Resource {
  return dropIn({ unit, name: 'zz-trueup-restart', content: text(can.systemdSlowsRestarts) });
}
