// Kernel settings that the labs on a machine need. The last lab to go down restores the original values.
import { readFile, readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withFolderLock } from '../programs/folder-lock.js';
import { whenMissing } from '../programs/missing-or-unreadable.js';
import type { LabSettings, Say } from '../settings/lab-settings.js';

/** Each setting with the lowest value that works for five full hosts. */
const needed: Readonly<Record<string, number>> = {
  'net/ipv4/ip_forward': 1,
  // systemd takes about ten per host, all as the same root.
  'fs/inotify/max_user_instances': 1024,
  'fs/inotify/max_user_watches': 65536,
};

/** What one lab needs, whichever lab has set it. */
interface Note {
  readonly stateFolder: string;
  /** The value `before` any lab was up, and the one that the labs found or `set`. */
  readonly settings: Readonly<Record<string, { readonly before: string; readonly set: string }>>;
}

/** Where the kernel has its settings, and where each lab notes them: neither survives a reboot. */
const usual = { kernel: '/proc/sys', notes: '/run/trueup-labs' };

/** Raises what is too low, after it has noted the original values. */
export async function borrowSysctls(lab: LabSettings, say: Say, places = usual): Promise<void> {
  const { kernel, notes } = places;
  await withFolderLock(notes, 'wait', async () => {
    const known = await notesIn(notes);
    const settings: Record<string, { before: string; set: string }> = {};
    for (const [name, least] of Object.entries(needed)) {
      const now = await read(kernel, name);
      const set = Number(now) >= least ? now : String(least);
      const lender = [...known.values()].find((note) => note.settings[name]?.set === now);
      settings[name] = { before: lender?.settings[name]?.before ?? now, set };
    }
    const note: Note = { stateFolder: lab.stateFolder, settings };
    await writeFile(fileOf(notes, lab), JSON.stringify(note));
    for (const [name, { set }] of Object.entries(settings)) {
      const now = await read(kernel, name);
      if (now === set) continue;
      await writeFile(join(kernel, name), set);
      say(`${name.replaceAll('/', '.')}: changed from ${now} to ${set} until the lab is taken down`);
    }
  });
}

/** Restores them if no other lab needs them, except what has been changed by other means since. */
export async function returnSysctls(lab: LabSettings, places = usual): Promise<readonly string[]> {
  const { kernel, notes } = places;
  return withFolderLock(notes, 'wait', async () => {
    const known = await notesIn(notes);
    const own = known.get(lab.bridge);
    const others = [...known.keys()].filter((bridge) => bridge !== lab.bridge);
    const returned: string[] = [];
    for (const [name, { before, set }] of Object.entries(others.length > 0 ? {} : (own?.settings ?? {}))) {
      if (before === set || (await read(kernel, name)) !== set) continue;
      await writeFile(join(kernel, name), before);
      returned.push(`${name.replaceAll('/', '.')} restored to ${before}`);
    }
    await rm(fileOf(notes, lab), { force: true });
    // If it isn't empty, another lab still needs it.
    await rmdir(notes).catch(() => undefined);
    return returned;
  });
}

/** The folder of the lab with this bridge; undefined if none has it. */
export async function stateFolderOf(bridge: string, { notes } = usual): Promise<string | undefined> {
  const file = join(notes, `${bridge}.json`);
  const text = await readFile(file, 'utf8').catch(whenMissing(file, ''));
  const folder = noteIn(text)?.stateFolder;
  if (folder === undefined) return undefined;
  return (await stat(folder).catch(whenMissing(folder, undefined))) && folder;
}

function fileOf(notes: string, { bridge }: LabSettings): string {
  return join(notes, `${bridge}.json`);
}

async function read(kernel: string, name: string): Promise<string> {
  return (await readFile(join(kernel, name), 'utf8')).trim();
}

/** By bridge. A lab whose folder was removed needs nothing any more. */
async function notesIn(folder: string): Promise<ReadonlyMap<string, Note>> {
  const found = new Map<string, Note>();
  for (const file of await readdir(folder)) {
    const note = noteIn(await readFile(join(folder, file), 'utf8'));
    const there = note && (await stat(note.stateFolder).catch(whenMissing(note.stateFolder, undefined)));
    if (there) found.set(file.replace(/\.json$/, ''), note);
    else await rm(join(folder, file), { force: true });
  }
  return found;
}

/** Undefined if the machine stopped while the note was being written. */
function noteIn(text: string): Note | undefined {
  try {
    return JSON.parse(text) as Note;
  } catch {
    return undefined;
  }
}
