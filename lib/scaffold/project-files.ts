// The files of a new project, except those that hold secrets.
import { readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { editorSettings } from '../editor/editor-settings.js';
import { labOf } from '../lab/settings/lab-of.js';
import { labUser, theLab } from '../lab/settings/lab-settings.js';
import { labPaths } from '../lab/settings/lab-paths.js';
import { packageRoot, version } from '../package-root.js';
import type { ProjectAnswers, StackAnswers } from './answers.js';
import { slugOf } from './names.js';
import { scaffoldOf, type Scaffold } from './scaffold.js';
import { stackGroups } from './stack-groups.js';

/** Path below the project's folder → text. */
export function projectFiles(folder: string, answers: ProjectAnswers): Scaffold {
  const { name, user, hosts, labNetwork = theLab.network, stack } = answers;
  const editor = JSON.stringify(editorSettings, undefined, 2);
  const common = { name, user, hosts, editor, lab: lab(labNetwork), versions: versions() };
  if (!stack) return scaffoldOf(['project', 'plain'], common);
  const groups = stackGroups(hosts);
  const files = scaffoldOf(['project', 'stack'], {
    ...common,
    domain: stack.domain,
    aliases: aliasesOf(stack),
    virtualIp: stack.virtualIp,
    localCa: stack.certificate === undefined,
    groups,
    database: groups.find((group) => group.name === 'db')?.hosts[0],
    app: applicationValues(stack, join(folder, 'inventory/prod')),
  });
  if (!stack.certificate) return files;
  return new Map([...files, [`inventory/prod/certificates/${stack.domain}.pem`, stack.certificate.chain]]);
}

/** Other names of the site: `example.com` of `www.example.com`, if the certificate may be for it. */
export function aliasesOf({ domain, certificate }: StackAnswers): readonly string[] {
  const bare = /^www\.(.+\..+)$/.exec(domain)?.[1];
  return bare !== undefined && (certificate?.covers(bare) ?? true) ? [bare] : [];
}

/** Every inventory lies as deep: a relative path is the same in each. */
function applicationValues({ application }: StackAnswers, inventory: string): object {
  if (!application) return { folder: false, database: 'guestbook' };
  const path = relative(resolve(inventory), resolve(application.folder));
  const name = slugOf(basename(resolve(application.folder))).slice(0, 20);
  return {
    folder: JSON.stringify(path),
    name,
    database: name.replaceAll('-', '_'),
    command: JSON.stringify(application.command),
  };
}

function lab(network: string): object {
  const address = (last: number) => network.replace(/\d+\/24$/, String(last));
  const { key, knownHosts } = labPaths(labOf([{ name: 'first', address: address(11) }]));
  return {
    ...{ user: labUser, key, knownHosts, virtualIp: address(100) },
    addresses: [11, 12, 13, 14, 15].map(address),
  };
}

/** Those that trueup itself is compiled with. */
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
