// Watches a host from this machine, which shares its kernel and therefore sees its processes and files.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A text in the arguments or the environment of a process. */
export interface Sighting {
  readonly what: string;
  readonly kind: 'cmdline' | 'environ';
  readonly where: string;
}

/** A file that contained one of the texts. */
export interface SeenFile {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
}

/** Searches the host's processes and files for texts until it is stopped. */
export class WatchedHost {
  readonly sightings: Sighting[] = [];
  /** Files that contained one of the texts, with every mode that they had in the meantime. */
  readonly files = new Map<string, SeenFile>();
  /** How often everything was searched. */
  rounds = 0;
  #busy = true;
  #known = new Map<string, string>();
  #loop: Promise<void> | undefined;

  /** `root` is the path of the host's file system on this machine. */
  constructor(
    readonly root: string,
    readonly texts: readonly string[],
  ) {}

  /** Starts to watch all processes of this machine, and the files in these folders of the host. */
  watch(folders: readonly string[]): void {
    this.#busy = true;
    const round = async (): Promise<void> => {
      while (this.#busy) {
        this.#processes();
        for (const folder of folders) this.#folder(folder, 0);
        this.rounds++;
        await pause(15);
      }
    };
    this.#loop = round();
  }

  /** Stops watching. */
  async stop(): Promise<void> {
    this.#busy = false;
    await this.#loop;
  }

  #processes(): void {
    for (const pid of pids()) {
      // Read first, because it may be gone later.
      const [cgroup = ''] = wordsOf(pid, 'cgroup').trim().split('\n').reverse();
      const command = wordsOf(pid, 'cmdline');
      for (const what of ['cmdline', 'environ'] as const) {
        const words = what === 'cmdline' ? command : wordsOf(pid, what);
        const text = this.texts.find((one) => words.includes(one));
        if (text === undefined) continue;
        const where = `${what} of ${command.replaceAll('\0', ' ').slice(0, 80)} in ${cgroup}`;
        this.sightings.push({ what: text, kind: what, where });
      }
    }
  }

  /** Reads each file once, and again after each change. */
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

/** The ids of all processes on this machine. */
export function pids(): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

/** A file of a process; empty if it is gone. */
export function wordsOf(pid: string, file: 'cmdline' | 'environ' | 'cgroup'): string {
  return attempt(() => readFileSync(`/proc/${pid}/${file}`, 'latin1')) ?? '';
}

/** Undefined if `look` fails, because processes and files come and go. */
function attempt<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
