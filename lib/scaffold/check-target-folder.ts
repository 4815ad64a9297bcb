// Whether a project may be created in a folder: a home folder, or a folder with other sources, is probably a mistake.
import { readdirSync, statSync } from 'node:fs';
import { TrueupError } from '../model/trueup-error.js';
import type { Scaffold } from './fill-init-templates.js';

/** The entries of a new repository, or of a folder in which trueup was just installed. */
const harmless =
  /^(\.(git|gitignore|gitattributes|github|editorconfig|vscode|idea|npmrc|nvmrc|node-version|trueup)|README(\..*)?|LICEN[CS]E(\..*)?|package(-lock)?\.json|node_modules)$/i;

/** Throws E_INPUT if the folder contains anything but these files and harmless ones. */
export function checkFolder(folder: string, files: Scaffold): void {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const own = new Set([...files.keys()].map((path) => path.split('/')[0]));
  const others = readdirSync(folder).filter((name) => !own.has(name) && !harmless.test(name));
  if (others.length === 0) return;
  const shown = others.sort().slice(0, 5).join(', ');
  throw new TrueupError(
    'E_INPUT',
    `${folder} is not empty; it contains ${shown}${others.length > 5 ? ', …' : ''}`,
    {
      hint: 'Nothing was written. Choose a new folder: trueup init FOLDER. In an existing project, use `trueup init role NAME` or `trueup init inventory NAME`.',
    },
  );
}
