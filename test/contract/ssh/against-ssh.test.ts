// What `ssh box` does in many situations, and that each transport does the same; against a sshd on loopback.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../../lib/model/fleet.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import type { ConnectOptions } from '../../../lib/ssh/connect.js';
import type { Case, Scene } from './cases/case.js';
import { configCases } from './cases/config.js';
import { jumpCases } from './cases/jump.js';
import { pathCases } from './cases/paths.js';
import { canRunSshd, keygen, publicKey, startLocalSshd, type LocalSshd } from './local-sshd.js';
import { optionsFor, runOnce } from './run-once.js';

const tables = { ssh_config: configCases, paths: pathCases, 'jump servers': jumpCases };

for (const [table, cases] of Object.entries(tables)) {
  describe(`as ssh does: ${table}`, () => {
    before(function () {
      if (!canRunSshd()) this.skip();
    });
    for (const one of cases)
      it(one.name, async () => {
        await play(one);
      });
  });
}

async function play(one: Case): Promise<void> {
  const sshd = await startLocalSshd(...(one.sshd ?? []));
  let agent: ChildProcess | undefined;
  try {
    const scene = sceneOf(sshd);
    await one.prepare?.(scene);
    const held = one.agent?.(scene) ?? [];
    if (held.length > 0) agent = await startAgent(scene.at('agent'), held);
    const agentSocket = agent && scene.at('agent');
    writeFileSync(scene.at('config'), configOf(one, scene));
    const { connection, args } = one.inventory?.(scene) ?? { connection: {}, args: [] };
    const environment = { PATH: process.env.PATH ?? '', HOME: sshd.folder, ...one.environment?.(scene) };
    const env = { ...environment, ...(agentSocket && { SSH_AUTH_SOCK: agentSocket }) };
    assert.equal(await sshReaches(scene, args, env), one.reaches, 'ssh itself');

    // Where nothing speaks for OpenSSH, auto is ssh2.
    for (const transport of ['openssh', 'auto', ...(one.because ? (['ssh2'] as const) : [])] as const) {
      const whys: string[] = [];
      const options = optionsFor(sshd.folder, {
        environment,
        ...(agentSocket && { agentSocket }),
        onFallback: (because) => whys.push(because),
      });
      const target: Connection = {
        ...{ transport, host: 'box', configFile: scene.at('config'), connectTimeoutSeconds: 10 },
        ...{ become: false, becomeUser: 'root', ...connection },
      };
      const reaches = transport === 'ssh2' ? (one.ssh2Reaches ?? one.reaches) : one.reaches;
      const error = await errorOf(target, options);
      assert.equal(error === undefined, reaches, `${transport}: ${error?.message ?? 'it connected'}`);
      if (error && one.says && transport !== 'ssh2') assert.match(error.message, one.says);
      if (transport !== 'auto') continue;
      if (one.because) assert.match(whys.join('\n'), one.because);
      else assert.deepEqual(whys, []);
    }
  } finally {
    agent?.kill();
    await sshd.stop();
  }
}

async function errorOf(target: Connection, options: ConnectOptions): Promise<TrueupError | undefined> {
  try {
    assert.equal((await runOnce(target, options, 'exit 3')).status, 3);
    return undefined;
  } catch (error) {
    if (error instanceof TrueupError) return error;
    throw error;
  }
}

function sceneOf(sshd: LocalSshd): Scene {
  const at = (file: string): string => join(sshd.folder, file);
  return {
    sshd,
    at,
    newKey(file, passphrase = '') {
      keygen(at(file), '-t', 'ed25519', '-N', passphrase);
      return at(file);
    },
    authorize(...files) {
      writeFileSync(at('authorized_keys'), files.map((file) => publicKey(file)).join('\n') + '\n');
    },
  };
}

function configOf(one: Case, scene: Scene): string {
  const { sshd, at } = scene;
  const lines = [
    'Host box',
    ...(one.config?.(scene) ?? []).map((line) => `  ${line}`),
    'Match all',
    '  HostName 127.0.0.1',
    `  Port ${sshd.port}`,
    `  User ${sshd.connection.user ?? ''}`,
    ...(one.keyless ? [] : [`  IdentityFile ${at('id')}`]),
    `  UserKnownHostsFile ${at('known_hosts')}`,
  ];
  return `${lines.join('\n')}\n`;
}

async function startAgent(socket: string, keys: readonly string[]): Promise<ChildProcess> {
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  while (!existsSync(socket) && agent.exitCode === null) await sleep(20);
  execFileSync('ssh-add', ['-q', ...keys], { env: { SSH_AUTH_SOCK: socket }, stdio: 'ignore' });
  return agent;
}

function sshReaches(scene: Scene, args: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  const all = ['-F', scene.at('config'), '-o', 'BatchMode=yes', ...args, 'box', 'exit 3'];
  return new Promise((resolve, reject) => {
    execFile('ssh', all, { env, timeout: 20_000 }, (error, _stdout, stderr) => {
      if (error?.code === 3) resolve(true);
      else if (error?.code === 255) resolve(false);
      else reject(new Error(`ssh ended with ${String(error?.code)}: ${stderr}`));
    });
  });
}
