// The cable between a host and the lab's bridge.
import { machineName } from './host-command.js';
import { runProgram } from '../programs/run-program.js';
import type { LabSettings } from '../settings/lab-settings.js';

/** Longest name of an interface. */
const mostLetters = 15;

/** Pulls it, or plugs it in again: the port of the bridge that systemd-nspawn(1) names after the machine. */
export async function switchCable(lab: LabSettings, host: string, state: 'down' | 'up'): Promise<void> {
  const port = `vb-${machineName(lab, host)}`.slice(0, mostLetters);
  await runProgram('ip', ['link', 'set', port, state]);
}
