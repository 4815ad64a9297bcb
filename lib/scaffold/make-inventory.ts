// Creates another inventory in a project, with the groups to which its trueup.yml assigns roles.
import { join, relative } from 'node:path';
import { Problems } from '../inventory/raw/collect-problems.js';
import { findSite, readSite, type SiteEntry } from '../inventory/read/read-trueup-yml.js';
import { TrueupError } from '../model/trueup-error.js';
import { initSecrets, type Initialized } from '../secrets/init-secrets.js';
import type { NamedAddress, StackAnswers } from './project-answers.js';
import { belongs, stemOf } from './host-groups.js';
import { wrongName } from './valid-names.js';
import { projectFolder } from './project-folder.js';
import { checkFiles, makeFolder, putFiles, type Put } from './write-new-files.js';
import { scaffoldOf, type Scaffold } from './fill-init-templates.js';
import { sealStack, type Sealing } from './generate-stack-secrets.js';
import { isOfStack, isStack, stackGroups } from './stack-groups.js';
import { stackInventory } from './stack-inventory.js';
import { modelIn, secretsOf, type Model } from './copied-group-vars.js';

interface InventoryAnswers {
  readonly user: string;
  readonly hosts: readonly NamedAddress[];
  /** Set for a project of the stack. */
  readonly stack?: StackAnswers;
}

/** What the project is, for the questions about its new inventory. */
export interface WantedHosts {
  /** The suggested hosts, one for each group. */
  readonly firstHosts: readonly string[];
  /** Set if the project is a stack, with its additional groups. */
  readonly stack?: { readonly others: readonly string[] };
  /** Another inventory, whose application the new one also runs unless the answers name another. */
  readonly like?: string;
}

export interface MadeInventory extends Put {
  readonly folder: string;
  /** The inventory whose group_vars were copied. */
  readonly like?: string;
  readonly taken: readonly string[];
  /** Its files (`left`) and individual secrets (`missing`) that were not copied. */
  readonly left: readonly string[];
  readonly missing: readonly string[];
  readonly secrets?: Initialized;
}

/** Asks the questions only after the name has been validated. Throws E_INPUT. */
export async function makeInventory(
  from: string,
  name: string,
  answers: (wanted: WantedHosts) => Promise<InventoryAnswers>,
  sealing: Sealing,
): Promise<MadeInventory> {
  const wrong = wrongName(name);
  if (wrong !== undefined) throw new TrueupError('E_INPUT', `${name}: ${wrong}`);
  const folder = projectFolder(from);
  const entries = await entriesOf(folder);
  const groups = [...new Set(entries.map(({ group }) => group))].filter(
    (group) => !['all', 'ungrouped'].includes(group),
  );
  const model = modelIn(folder, name);
  const others = groups.filter((group) => !isOfStack(group));
  const given = await answers({
    firstHosts: groups.map((group) => `${stemOf(group)}1`),
    ...(isStack(entries) && { stack: { others } }),
    ...(model && { like: model.path }),
  });
  const { user, hosts, stack } = given;
  const scaffold = stack
    ? stackInventory(folder, {
        ...{ name, user, hosts, stack, others: grouped(hosts, others) },
        ...(!stack.application && siteFilesOf(model)),
      })
    : plainInventory(name, user, hosts, groups);
  const taken = model ? takenOver(name, model, given) : new Map<string, string>();
  const files = new Map([...scaffold, ...taken]);
  const rest = {
    ...{ folder, taken: [...taken.keys()], left: model?.secret ?? [] },
    ...(model && { like: model.path }),
  };
  if (!stack) return { ...rest, missing: [], ...putFiles(folder, files) };

  checkFiles(folder, files);
  makeFolder(join(folder, 'inventory', name));
  const secrets = await initSecrets(join(folder, 'inventory', name), sealing.identity, sealing.operator);
  const put = putFiles(folder, files);
  const sealed = await sealStack(folder, { inventory: name, hosts, stack, authority: `${name} local CA` });
  const own = new Set(secretsOf(join(folder, 'inventory', name)));
  return {
    ...rest,
    made: [...put.made, ...(secrets.entered ? [relative(folder, secrets.recipients)] : []), ...sealed.made],
    kept: [...put.kept, ...sealed.kept],
    missing: model?.secrets.filter((one) => !own.has(one)) ?? [],
    secrets,
  };
}

/** The static files that nginx serves belong to the application, whose variables are also copied. */
function siteFilesOf(model: Model | undefined): { readonly siteFiles?: string } {
  const web = model?.files.get('group_vars/web.yml');
  if (web === undefined || !model?.files.has('group_vars/app.yml')) return {};
  return { siteFiles: (web.match(/^ {2}static(?:_\w+)?: .*$/gm) ?? []).join('\n') };
}

function plainInventory(
  name: string,
  user: string,
  hosts: readonly NamedAddress[],
  groups: readonly string[],
): Scaffold {
  const others = hosts.filter((host) => !groups.some((group) => belongs(host, group)));
  return scaffoldOf(['inventory'], { name, user, groups: grouped(hosts, groups), others });
}

/** The groups that have hosts. */
function grouped(hosts: readonly NamedAddress[], groups: readonly string[]) {
  return groups
    .map((group) => ({ name: group, hosts: hosts.filter((host) => belongs(host, group)) }))
    .filter((group) => group.hosts.length > 0);
}

/** In a stack, files that the answers determine (site name, virtual IP, another application) are not copied. */
function takenOver(name: string, { files }: Model, { hosts, stack }: InventoryAnswers): Map<string, string> {
  const answered = new Set(
    stack
      ? ['group_vars/web.yml', 'group_vars/lb.yml'].concat(
          stack.application ? ['group_vars/app.yml', 'group_vars/db.yml'] : [],
        )
      : [],
  );
  const kept = [...files].filter(([path]) => !answered.has(path));
  return new Map(
    kept.map(([path, text]) => [
      `inventory/${name}/${path}`,
      stack && path === 'group_vars/db.yml' ? withOwnCertificate(text, hosts) : text,
    ]),
  );
}

/** The database's certificate is named after its host. */
function withOwnCertificate(text: string, hosts: readonly NamedAddress[]): string {
  const [database] = stackGroups(hosts).find(({ name }) => name === 'db')?.hosts ?? [];
  return text.replace(/(certificate: certificates\/)[\w.-]+(\.pem)/, `$1${database?.name ?? ''}$2`);
}

async function entriesOf(folder: string): Promise<readonly SiteEntry[]> {
  const site = findSite([{ path: folder, shared: true }]);
  if (!site) return [];
  const problems = new Problems();
  const { entries } = await readSite(site, { groups: [], incomplete: true, optional: true }, problems);
  problems.throwIfAny();
  return entries;
}
