// The test host, watched from outside.
import { spawn } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import type { Connection } from '../../../lib/model/fleet.js';
import { pids, WatchedHost, wordsOf } from '../../../lib/testing/secrets/watched-host.js';
import { run } from '../../e2e/run-trueup.js';

/** Words for ssh to the host. */
function sshArgs({ host, user, privateKeyFile, knownHostsFile }: Connection): readonly string[] {
  const key = privateKeyFile === undefined ? [] : ['-i', privateKeyFile];
  const known = knownHostsFile === undefined ? [] : ['-o', `UserKnownHostsFile=${knownHostsFile}`];
  return ['-F', 'none', '-o', 'BatchMode=yes', ...key, ...known, `${user ?? 'root'}@${host}`];
}

/** A script on the host as root; what it says. Throws if it fails. */
export async function asRoot(connection: Connection, script: string): Promise<string> {
  const { status, stdout, stderr } = await run('ssh', [...sshArgs(connection), 'sudo sh -s'], {
    input: script,
  });
  if (status !== 0) throw new Error(`${script}: ${stderr}`);
  return stdout;
}

/** A host that is watched until it is closed. */
export interface WatchedTestHost {
  readonly host: WatchedHost;
  close(): void;
}

/** Nothing if the host's processes can't be seen from here. */
export async function watchTestHost(
  connection: Connection,
  texts: readonly string[],
): Promise<WatchedTestHost | undefined> {
  const seconds = `86400.${String(process.pid)}${String(Date.now() % 100_000)}`;
  const anchor = spawn('ssh', [...sshArgs(connection), `exec sleep ${seconds}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // A login takes seconds on a busy machine.
  for (let attempt = 0; attempt < 400 && anchor.exitCode === null; attempt++) {
    const pid = pids().find((one) => wordsOf(one, 'cmdline') === `sleep\0${seconds}\0`);
    if (pid !== undefined && rootOf(pid) !== undefined)
      return { host: new WatchedHost(`/proc/${pid}/root`, texts), close: () => void anchor.kill() };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  anchor.kill();
  return undefined;
}

function rootOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/root`);
  } catch {
    return undefined;
  }
}
