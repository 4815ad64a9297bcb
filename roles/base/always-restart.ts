// A unit that never stays down: systemd restarts it however often and for whatever reason it exits.
import { dropIn, type Platform, type Resource } from '../../lib/kit.js';

/*
 * `always`: a deliberate stop goes through systemd, and a daemon that exits with status 0 is needed just as much. The
 * list of statuses that packages consider hopeless is emptied: if an address appears late, sshd exits with 255, and
 * MySQL with 1.
 *
 * If it can, systemd waits longer each time. Its counter never decreases by itself, so a daemon that has failed a few
 * times since it was last started manually is down for the longest wait each time; therefore, that wait is short.
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
