// The cable between a host and the lab's bridge.
import { findMachine } from './machine-power.js';
import { runProgram } from '../programs/run-program.js';
import type { LabSettings } from '../settings/lab-settings.js';
import { TrueupError } from '../../model/trueup-error.js';

/** Pulls the cable of a host that is on, or plugs it in again. */
export async function switchCable(lab: LabSettings, host: string, state: 'down' | 'up'): Promise<void> {
  const init = findMachine(lab, host)?.init;
  if (!init)
    throw new TrueupError(
      'E_LAB',
      `${host} is not running, so its network cable can't be plugged in or unplugged`,
      {
        host,
      },
    );
  // systemd-nspawn(1) truncates a long machine name for the bridge's port; the host knows the port's number.
  const enter = [`--target=${init.pid}`, '--net', '--', 'ip', '-o', 'link', 'show', 'host0'];
  const said = await runProgram('nsenter', enter);
  const port = /^\d+: host0@if(\d+):/.exec(said)?.[1];
  const links = await runProgram('ip', ['-o', 'link', 'show', 'master', lab.bridge]);
  const name = new RegExp(`^${port ?? 'none'}: ([^@:]+)`, 'm').exec(links)?.[1];
  if (name === undefined)
    throw new TrueupError('E_LAB', `${host}: its network cable was not found`, { host });
  await runProgram('ip', ['link', 'set', name, state]);
}
