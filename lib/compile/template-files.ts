// The templates below one folder, for nunjucks: what lies elsewhere is no template, however it is called.
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

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
      throw new Error(`${name} lies outside of the folder of templates`);
    const { size } = statSync(real);
    if (!statSync(real).isFile()) throw new Error(`${name} is not a regular file`);
    if (size > longest) throw new Error(`${name} is longer than ${longest / 1024} KiB`);
    try {
      const src = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(real));
      return { src, path, noCache: false };
    } catch (error) {
      if (error instanceof TypeError) throw new Error(`${name} is not UTF-8 text`, { cause: error });
      throw error;
    }
  }
}
