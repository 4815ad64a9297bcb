// The command line that starts one host: that of systemd-nspawn, and that of what restarts it after a reboot.
import { shortName } from '../settings/short-host-names.js';
import type { HostPaths } from '../settings/lab-paths.js';
import type { LabSettings } from '../settings/lab-settings.js';

/** systemd-nspawn's exit status when the host asked for a reboot (systemd-nspawn(1), --keep-unit). */
const rebootStatus = 133;

/** The machine name: one that no other container has, and that systemd accepts (64 letters, digits, hyphens). */
export function machineName({ machinePrefix }: LabSettings, host: string): string {
  return `${machinePrefix}${shortName(host, 64 - machinePrefix.length)}`;
}

/** The transient unit that runs a host if systemd is PID 1. */
export function unitName(lab: LabSettings, host: string): string {
  return `${lab.nftTable.replaceAll('_', '-')}-${shortName(host, 100)}.service`;
}

/** systemd-nspawn with everything a full host needs. */
export function nspawnCommand(lab: LabSettings, host: string, paths: HostPaths): readonly string[] {
  return [
    // Hosts get the unified hierarchy even if the controller's own is mixed.
    ...['env', 'UNIFIED_CGROUP_HIERARCHY=1', 'SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1'],
    ...['systemd-nspawn', '--boot', '--quiet', `--directory=${paths.root}`],
    `--machine=${machineName(lab, host)}`,
    // Neither machined nor a scope: the lab keeps track of its hosts itself.
    ...['--register=no', '--keep-unit'],
    `--network-bridge=${lab.bridge}`,
    // keepalived locks its memory and takes real-time priority, as on a machine.
    '--capability=CAP_NET_ADMIN,CAP_IPC_LOCK',
    ...['--resolv-conf=off', '--timezone=off', '--link-journal=no', '--settings=no', '--console=pipe'],
  ];
}

/** Options of systemd-run(1): the host gets a cgroup of its own and comes back after a reboot. */
export function systemdRunCommand(lab: LabSettings, host: string, paths: HostPaths): readonly string[] {
  const properties = [
    'Delegate=yes',
    'KillMode=mixed',
    `RestartForceExitStatus=${rebootStatus}`,
    `SuccessExitStatus=${rebootStatus}`,
    'TasksMax=16384',
    'LimitNOFILE=infinity',
    'TimeoutStopSec=90',
    `StandardOutput=append:${paths.log}`,
    `StandardError=append:${paths.log}`,
  ];
  return [
    ...['systemd-run', '--quiet', '--collect', `--unit=${unitName(lab, host)}`],
    ...properties.map((property) => `--property=${property}`),
    ...nspawnCommand(lab, host, paths),
  ];
}

/** Shell that runs a host if the controller doesn't run systemd: in its own cgroup, and again after a reboot. */
export const superviseScript = `set -u
cgroups=$1
shift
while :; do
  (
    for cgroup in $cgroups; do
      find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null
      mkdir -p "$cgroup" && echo 0 >"$cgroup/cgroup.procs"
    done
    exec "$@"
  )
  [ $? -eq ${rebootStatus} ] || break
done
`;
