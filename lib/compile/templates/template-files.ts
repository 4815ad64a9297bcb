// The templates below one folder, for nunjucks: what lies elsewhere is no template, however it is called.
import { realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { readRegularText } from '../../bounds/read-regular.js';
import { messageOf } from '../../model/message-of.js';

const longest = 256 * 1024;

interface Source {
  readonly src: string;
  readonly path: string;
  readonly noCache: boolean;
}

/** A loader as nunjucks wants it. Links inside of the folder are followed; out of it leads no way. */
export class TemplateFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Null where there is no such template. Throws where it can't be one. */
  getSource(name: string): Source | null {
    const path = join(this.#folder, name);
    if (name.includes('\0') || !statSync(path, { throwIfNoEntry: false })) return null;
    const real = realpathSync(path);
    if (!real.startsWith(realpathSync(this.#folder) + sep))
      throw new Error(`${name} is outside of the folder of templates`);
    try {
      return { src: readRegularText(real, longest), path, noCache: false };
    } catch (error) {
      throw new Error(`${name} ${messageOf(error)}`, { cause: error });
    }
  }
}
