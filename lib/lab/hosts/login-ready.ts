// Whether a lab host can be logged in to.
import { connect } from 'node:net';
import { labPaths } from '../settings/lab-paths.js';
import { labUser, type LabHost, type LabSettings } from '../settings/lab-settings.js';
import { couldNotLook } from '../programs/missing-or-unreadable.js';
import { tryProgram } from '../programs/run-program.js';

/** The arguments of `ssh` that log in to a host of the lab, with its key verified. */
export function sshArguments(lab: LabSettings, { address, port = 22 }: LabHost): readonly string[] {
  const { key, knownHosts } = labPaths(lab);
  return [
    ...['-F', 'none', '-i', key, '-l', labUser],
    ...['-o', 'IdentitiesOnly=yes', '-o', 'StrictHostKeyChecking=yes'],
    ...['-o', `UserKnownHostsFile=${knownHosts}`, '-o', 'GlobalKnownHostsFile=none'],
    ...(port === 22 ? [] : ['-p', String(port)]),
    address,
  ];
}

/** What a host that doesn't answer yet looks like from outside: connect(2). */
const silent = new Set(['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);

/** True if sshd answers with its banner. Throws E_LAB if this machine can't find out. */
export function sshAnswers({ address, port = 22 }: LabHost, milliseconds = 1000): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port });
    const end = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(milliseconds, () => {
      end(false);
    });
    socket.on('data', (data) => {
      end(data.toString('latin1').startsWith('SSH-'));
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (silent.has(error.code ?? '')) end(false);
      else reject(couldNotLook(`${address}:${port}`, error));
    });
    socket.on('close', () => {
      end(false);
    });
  });
}

/** True if a login with the lab's key and sudo both work. */
export async function loginWorks(lab: LabSettings, host: LabHost): Promise<boolean> {
  if (!(await sshAnswers(host))) return false;
  // The cheapest key exchange, because a small controller may make five logins at once.
  const options = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=3', '-o', 'KexAlgorithms=curve25519-sha256'];
  const words = [...options, ...sshArguments(lab, host), 'sudo -n true'];
  return (await tryProgram('ssh', words)).status === 0;
}
