// What a new inventory copies from an existing one: the group_vars that contain no secrets.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scaffold } from './fill-init-templates.js';

/** The file with the secrets of a stack, below the inventory's folder. */
export const secretsFile = 'group_vars/all/secrets.yml';

/** An inventory to start from. */
export interface Model {
  /** Its folder, below the project's. */
  readonly path: string;
  /** Path below the inventory's folder → text. */
  readonly files: Scaffold;
  /** Files that contain secrets, which are not copied. */
  readonly secret: readonly string[];
  /** Names of its secrets in `secretsFile`. */
  readonly secrets: readonly string[];
}

/** inventory/prod, or else the first one except the lab; undefined if there is none. */
export function modelIn(project: string, except: string): Model | undefined {
  const folder = join(project, 'inventory');
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const name = ['prod', ...names].find(
    (one) => ![except, 'lab'].includes(one) && existsSync(join(folder, one, 'group_vars')),
  );
  return name === undefined ? undefined : readModel(project, `inventory/${name}`);
}

function readModel(project: string, path: string): Model {
  const folder = join(project, path);
  const files = new Map<string, string>();
  const secret: string[] = [];
  for (const entry of readdirSync(join(folder, 'group_vars'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.ya?ml$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const text = readFileSync(file, 'utf8');
    const below = file.slice(folder.length + 1);
    if (/!(?:age|vault|secret)\b|^\$ANSIBLE_VAULT/m.test(text)) secret.push(below);
    else files.set(below, text);
  }
  return {
    ...{ path, files, secret: secret.filter((one) => one !== secretsFile).sort() },
    secrets: secretsOf(folder),
  };
}

/** Names of the secrets in an inventory's `secretsFile`. */
export function secretsOf(inventory: string): readonly string[] {
  const file = join(inventory, secretsFile);
  const names = existsSync(file) ? readFileSync(file, 'utf8').matchAll(/^(\w+):/gm) : [];
  return [...names].map(([, name = '']) => name);
}
