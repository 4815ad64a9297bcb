// The files of a new project, except those that contain secrets.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { editorSettings } from '../editor/editor-settings.js';
import { labOf } from '../lab/settings/lab-from-addresses.js';
import { labUser, theLab } from '../lab/settings/lab-settings.js';
import { labPaths } from '../lab/settings/lab-paths.js';
import { packageRoot, version } from '../package-root.js';
import type { ProjectAnswers } from './project-answers.js';
import { scaffoldOf, type Scaffold } from './fill-init-templates.js';
import { stackInventory, stackValues } from './stack-inventory.js';

/** Path below the project's folder → text. */
export function projectFiles(folder: string, answers: ProjectAnswers): Scaffold {
  const { name, user, hosts, labNetwork = theLab.network, stack } = answers;
  const editor = JSON.stringify(editorSettings, undefined, 2);
  const common = { name, user, hosts, editor, lab: lab(labNetwork), versions: versions() };
  if (!stack) return scaffoldOf(['project', 'plain'], common);
  const files = scaffoldOf(['project', 'stack'], { ...common, ...stackValues(folder, hosts, stack) });
  return new Map([...files, ...stackInventory(folder, { name: 'prod', user, hosts, stack })]);
}

function lab(network: string): object {
  const address = (last: number) => network.replace(/\d+\/24$/, String(last));
  const { key, knownHosts } = labPaths(labOf([{ name: 'first', address: address(11) }]));
  return {
    ...{ user: labUser, key, knownHosts, virtualIp: address(100) },
    addresses: [11, 12, 13, 14, 15].map(address),
  };
}

/** The versions with which trueup itself is compiled. */
function versions(): object {
  const { devDependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    devDependencies: Readonly<Record<string, string>>;
  };
  return {
    trueup: version(),
    node: devDependencies['@types/node'],
    typescript: devDependencies.typescript,
  };
}
