// Records the steps of one run on one host.
import type { RunMark, TakeUp } from '../../model/record.js';
import { Unreadable, type LabelledChange, type Resource } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { isAccessFile } from '../../model/access-files.js';
import { keptPathsOf, mayLockOut, placesOf, revertOf } from '../undo-defaults.js';
import { entryOf } from '../ledger/ledger.js';
import { recordsFolder } from './record-paths.js';
import { recordStep } from './record-step-script.js';

/** The parts of a planned step that are recorded. */
export interface Recordable {
  readonly declared: { readonly resource: Resource; readonly role: string };
  readonly have: unknown;
  readonly changes: readonly LabelledChange[];
}

const secretNeeded = 'rolling it back requires a secret, and secrets are not kept on hosts';

export class Recorder {
  #steps = 0;
  readonly #stored = new Set<string>();

  constructor(
    readonly mark: RunMark,
    private readonly folder = recordsFolder,
  ) {}

  /** Whether there is a record, that is, whether anything was to be changed. */
  get begun(): boolean {
    return this.#steps > 0;
  }

  /**
   * The step's script, wrapped in the commands that record it. `all` are the host's steps in declared order; `last`
   * means that nothing is left to do after this one.
   */
  wrap(step: Recordable, apply: Script, all: readonly Recordable[], last: boolean): Script {
    const { resource, role } = step.declared;
    const { type, want } = resource;
    const parts = revertOf(resource, step.have, step.changes);
    const scripts = parts.filter((part) => typeof part !== 'string').filter(({ text }) => text.trim() !== '');
    const open = scripts.filter(isOpen);
    const takeUps = this.#takeUps(step, all);
    const paths = keptPathsOf(resource);
    const dropped = type.undo?.drops?.(want, step.have) ?? [];
    const entries = [...(type.undo?.remove ? [resource.id] : []), ...dropped].map((id) => entryOf(id));
    const told = {
      n: (this.#steps += 1),
      resource: resource.id,
      type: type.type,
      role,
      changes: step.changes.map(({ verb, what }) => ({ verb, what })),
      paths: [...paths, ...entries],
      ...wayIn(mayLockOut(resource, step.changes) || paths.some(isAccessFile)),
      undo: open.length > 0,
      why: [
        ...parts.filter((part) => typeof part === 'string'),
        ...(open.length < scripts.length ? [secretNeeded] : []),
      ],
      takeUps: takeUps.map(([takeUp]) => takeUp),
    };
    const undo = open.map(({ text }) => `(\n${text}\n)`).join('\n');
    const stored: [string, string][] = takeUps.map(([{ at }, { text }]) => [`take-up.${at}`, text]);
    if (told.undo) stored.push(['undo', undo]);
    const needs = type.undo?.needs?.(want, step.have) ?? [];
    if (needs.length > 0) stored.push(['needs', needs.join('\n')]);
    return recordStep({ told, places: placesOf(resource), stored, apply, last }, this.mark, this.folder);
  }

  /** The take-ups of the step's own resource and of those that watch it; each is stored once. */
  #takeUps(step: Recordable, all: readonly Recordable[]): readonly (readonly [TakeUp, Script])[] {
    const { id } = step.declared.resource;
    return all.flatMap(({ declared: { resource, role }, have }, at) => {
      const { type, want } = resource;
      const concerned =
        resource.id === id || type.watch?.on(want).some((watched) => watched.id === id) === true;
      if (!concerned || have instanceof Unreadable || this.#stored.has(resource.id)) return [];
      const script = type.undo?.reload?.(want, have);
      if (!script || script.text.trim() === '' || !isOpen(script)) return [];
      this.#stored.add(resource.id);
      return [[{ resource: resource.id, role, at, ...wayIn(mayLockOut(resource, [])) }, script] as const];
    });
  }
}

function wayIn(is: boolean): { readonly wayIn?: true } {
  return is ? { wayIn: true } : {};
}

/** Whether the script contains neither secrets nor blobs. */
function isOpen({ text, masked, blobs }: Script): boolean {
  return text === masked && blobs.length === 0;
}
