// Creates a project: checks everything first, then writes.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { initSecrets, type Initialized } from '../secrets/init-secrets.js';
import { replaceFiles } from '../secrets/replace-files.js';
import type { ProjectAnswers } from './project-answers.js';
import { checkFolder } from './check-target-folder.js';
import { completedPackage } from './extend-package-json.js';
import { projectFiles } from './project-files.js';
import { checkFiles, makeFolder, putFiles, type Put } from './write-new-files.js';
import { sealStack, type Sealing } from './generate-stack-secrets.js';

export interface MadeProject extends Put {
  /** Existing files to which the missing parts were added. */
  readonly completed: readonly string[];
  /** The identity and recipients of the secrets; absent if there are none. */
  readonly secrets?: Initialized;
}

/** Throws E_INPUT, before anything is written, if the folder isn't empty or one of the files exists and differs. */
export async function makeProject(
  folder: string,
  answers: ProjectAnswers,
  { identity, operator }: Sealing,
): Promise<MadeProject> {
  const files = new Map(projectFiles(folder, answers));
  checkFolder(folder, files);
  const manifest = join(folder, 'package.json');
  const before = existsSync(manifest) ? readFileSync(manifest, 'utf8') : undefined;
  const after =
    before === undefined ? undefined : completedPackage(before, manifest, files.get('package.json') ?? '');
  if (before !== undefined) files.set('package.json', before);
  checkFiles(folder, files);

  const prod = join(folder, 'inventory/prod');
  makeFolder(prod);
  const secrets = answers.stack && (await initSecrets(prod, identity, operator));
  const put = putFiles(folder, files);
  const completed = after !== undefined && after !== before;
  if (completed) replaceFiles(new Map([[manifest, after]]));
  const { hosts, name, stack } = answers;
  const sealed =
    stack && (await sealStack(folder, { inventory: 'prod', hosts, stack, authority: `${name} local CA` }));
  const recipients = secrets ? [relative(folder, secrets.recipients)] : [];
  return {
    made: [...put.made, ...(secrets?.entered ? recipients : []), ...(sealed?.made ?? [])],
    kept: [
      ...put.kept.filter((path) => !completed || path !== 'package.json'),
      ...(secrets?.entered ? [] : recipients),
      ...(sealed?.kept ?? []),
    ],
    completed: completed ? ['package.json'] : [],
    ...(secrets && { secrets }),
  };
}
