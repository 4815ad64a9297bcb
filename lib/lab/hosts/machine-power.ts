// One host as a machine: is it on, switch it on, pull its plug.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, stat } from 'node:fs/promises';
import { TrueupError } from '../../model/trueup-error.js';
import { cgroupsOf } from './cgroup-folders.js';
import {
  machineName,
  nspawnCommand,
  superviseScript,
  systemdRunCommand,
  unitName,
} from './host-start-command.js';
import { labPaths } from '../settings/lab-paths.js';
import { listProcesses, signal, type Running } from '../programs/find-processes.js';
import type { LabSettings } from '../settings/lab-settings.js';
import { runProgram, tryProgram } from '../programs/run-program.js';
import { whenMissing } from '../programs/missing-or-unreadable.js';
import { waitUntil } from '../programs/wait-until.js';

/** The processes that make a host run. */
export interface Machine {
  /** Restarts it after a reboot; none if systemd does. */
  readonly supervisors: readonly Running[];
  /** systemd-nspawn; none for a moment during a reboot. */
  readonly nspawns: readonly Running[];
  /** The host's own PID 1. */
  readonly init?: Running;
}

/** The host's processes; undefined if it is off. */
export function findMachine(lab: LabSettings, host: string): Machine | undefined {
  return machineAmong(listProcesses(), lab, host);
}

/** The same, from a list of processes. */
export function machineAmong(
  processes: readonly Running[],
  lab: LabSettings,
  host: string,
): Machine | undefined {
  const root = `--directory=${labPaths(lab).host(host).root}`;
  const ours = processes.filter(
    ({ args }) => args.includes(root) && args.includes(`--machine=${machineName(lab, host)}`),
  );
  if (ours.length === 0) return undefined;
  const isNspawn = ({ args }: Running) => (args[0] ?? '').endsWith('systemd-nspawn');
  const nspawns = ours.filter(isNspawn);
  // Until the host's init takes over, the child is still a copy of systemd-nspawn: `ours`, not init.
  const init = processes.find((one) => !ours.includes(one) && nspawns.some(({ pid }) => pid === one.parent));
  return { supervisors: ours.filter((one) => !isNspawn(one)), nspawns, ...(init && { init }) };
}

/** Switches a host on. Its tree must be mounted. */
export async function startMachine(lab: LabSettings, host: string): Promise<void> {
  const paths = labPaths(lab).host(host);
  if (await systemdRuns()) {
    await tryProgram('systemctl', ['reset-failed', unitName(lab, host)]);
    const [program = '', ...args] = systemdRunCommand(lab, host, paths);
    await runProgram(program, args);
    return;
  }
  const cgroups = await cgroupsOf(lab, host);
  await mkdir(paths.folder, { recursive: true });
  const log = await open(paths.log, 'w');
  try {
    const command = [
      '-c',
      superviseScript,
      'trueup-lab',
      cgroups.join(' '),
      ...nspawnCommand(lab, host, paths),
    ];
    const supervisor = spawn('sh', command, { cwd: '/', detached: true, stdio: ['ignore', log.fd, log.fd] });
    await once(supervisor, 'spawn');
    supervisor.unref();
  } finally {
    await log.close();
  }
}

/** Pulls the plug: nothing in the host gets to shut down cleanly. Returns false if it was off. */
export async function cutPower(lab: LabSettings, host: string): Promise<boolean> {
  if (!findMachine(lab, host)) return false;
  const booted = await systemdRuns();
  const started = performance.now();
  const off = await waitUntil(
    () => {
      const machine = findMachine(lab, host);
      if (!machine) return true;
      // The supervisor first, or it may take what follows for a reboot.
      for (const { pid } of machine.supervisors) signal(pid, 'SIGKILL');
      if (machine.init) signal(machine.init.pid, 'SIGKILL');
      // systemd-nspawn sees its host die, tidies up and ends; only if it doesn't is it killed, too.
      if (performance.now() - started > 2000) for (const { pid } of machine.nspawns) signal(pid, 'SIGKILL');
      return false;
    },
    15,
    50,
  );
  if (booted) await tryProgram('systemctl', ['stop', unitName(lab, host)]);
  if (off) return true;
  throw new TrueupError('E_LAB', `${host} did not stop`, { host });
}

/** Asks the host to shut down cleanly and waits for it. Returns false if it was off. */
export async function shutDown(lab: LabSettings, host: string): Promise<boolean> {
  const machine = findMachine(lab, host);
  if (!machine) return false;
  // systemd-nspawn passes SIGTERM on as the host's own signal for a clean halt.
  for (const { pid } of machine.nspawns) signal(pid, 'SIGTERM');
  if (await waitUntil(() => findMachine(lab, host) === undefined, 90, 50)) return true;
  throw new TrueupError('E_LAB', `${host} did not shut down within 90 s`, {
    host,
    hint: `Cut the host’s power with \`trueup lab stop ${host}\`.`,
  });
}

/** As sd_booted(3). */
async function systemdRuns(): Promise<boolean> {
  const path = '/run/systemd/system';
  return stat(path).then((found) => found.isDirectory(), whenMissing(path, false));
}
