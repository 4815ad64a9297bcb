// A host on this machine, watched from outside: its processes and files are this kernel's, too.
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../../lib/model/fleet.js';
import { run } from '../e2e/run-trueup.js';

/** Words for ssh to the host. */
function sshArgs({ host, user, privateKeyFile, knownHostsFile }: Connection): readonly string[] {
  const key = privateKeyFile === undefined ? [] : ['-i', privateKeyFile];
  const known = knownHostsFile === undefined ? [] : ['-o', `UserKnownHostsFile=${knownHostsFile}`];
  return ['-F', 'none', '-o', 'BatchMode=yes', ...key, ...known, `${user ?? 'root'}@${host}`];
}

/** A script on the host as root; what it says. Throws where it fails. */
export async function asRoot(connection: Connection, script: string): Promise<string> {
  const { status, stdout, stderr } = await run('ssh', [...sshArgs(connection), 'sudo sh -s'], {
    input: script,
  });
  if (status !== 0) throw new Error(`${script}: ${stderr}`);
  return stdout;
}

export interface Sighting {
  readonly what: string;
  readonly where: string;
}

export interface SeenFile {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
}

/** Looks at the host's processes and files for texts, until it is told to stop. */
export class WatchedHost {
  readonly sightings: Sighting[] = [];
  /** Files that held one of the texts, with every mode they had meanwhile. */
  readonly files = new Map<string, SeenFile>();
  /** How often all was looked at. */
  rounds = 0;
  #busy = true;
  #known = new Map<string, string>();
  #loop: Promise<void> | undefined;

  private constructor(
    readonly root: string,
    readonly anchor: ChildProcess,
    readonly texts: readonly string[],
  ) {}

  /** Nothing where the host's processes can't be seen from here. */
  static async open(connection: Connection, texts: readonly string[]): Promise<WatchedHost | undefined> {
    const seconds = `86400.${String(process.pid)}${String(Date.now() % 100_000)}`;
    const anchor = spawn('ssh', [...sshArgs(connection), `exec sleep ${seconds}`], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    for (let attempt = 0; attempt < 100; attempt++) {
      const pid = pids().find((one) => wordsOf(one, 'cmdline') === `sleep\0${seconds}\0`);
      if (pid !== undefined && rootOf(pid) !== undefined)
        return new WatchedHost(`/proc/${pid}/root`, anchor, texts);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    anchor.kill();
    return undefined;
  }

  /** Begins to look: at processes everywhere on this machine, at files in these folders of the host. */
  watch(folders: readonly string[]): void {
    this.#busy = true;
    const round = async (): Promise<void> => {
      while (this.#busy) {
        this.#processes();
        for (const folder of folders) this.#folder(folder, 0);
        this.rounds++;
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    };
    this.#loop = round();
  }

  async stop(): Promise<void> {
    this.#busy = false;
    await this.#loop;
  }

  close(): void {
    this.anchor.kill();
  }

  #processes(): void {
    for (const pid of pids()) {
      // Before the rest: it may be gone by then.
      const [cgroup = ''] = wordsOf(pid, 'cgroup').trim().split('\n').reverse();
      const command = wordsOf(pid, 'cmdline');
      for (const what of ['cmdline', 'environ'] as const) {
        const words = what === 'cmdline' ? command : wordsOf(pid, what);
        const text = this.texts.find((one) => words.includes(one));
        if (text === undefined) continue;
        const where = `${what} of ${command.replaceAll('\0', ' ').slice(0, 80)} in ${cgroup}`;
        this.sightings.push({ what: text, where });
      }
    }
  }

  /** Each file once for each change of it. */
  #folder(folder: string, depth: number): void {
    for (const entry of attempt(() => readdirSync(join(this.root, folder), { withFileTypes: true })) ?? []) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < 6) this.#folder(path, depth + 1);
      else if (entry.isFile()) this.#file(path);
    }
  }

  #file(path: string): void {
    const about = attempt(() => statSync(join(this.root, path)));
    if (!about || about.size > 1_000_000) return;
    const state = [about.ino, about.mtimeMs, about.size, about.mode].join();
    if (this.#known.get(path) === state) return;
    this.#known.set(path, state);
    const content = attempt(() => readFileSync(join(this.root, path), 'latin1')) ?? '';
    if (!this.texts.some((text) => content.includes(text))) return;
    const seen = { path, mode: about.mode & 0o7777, uid: about.uid };
    this.files.set(`${path} ${seen.mode.toString(8)}`, seen);
  }
}

function pids(): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

function wordsOf(pid: string, file: 'cmdline' | 'environ' | 'cgroup'): string {
  return attempt(() => readFileSync(`/proc/${pid}/${file}`, 'latin1')) ?? '';
}

function rootOf(pid: string): string | undefined {
  return attempt(() => readlinkSync(`/proc/${pid}/root`));
}

/** Processes and files come and go. */
function attempt<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
