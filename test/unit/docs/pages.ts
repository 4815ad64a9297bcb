// The pages of the project, for the tests that hold them against the code.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';

/** The project's folder. */
export const project = fileURLToPath(new URL('../../..', import.meta.url));

/** A text, and the file that it is from. */
export interface Named {
  readonly where: string;
  readonly text: string;
}

/** Files of the project that match. */
export function tracked(...patterns: readonly string[]): readonly string[] {
  const out = execFileSync('git', ['ls-files', '--', ...patterns], { cwd: project, encoding: 'utf8' });
  return out.trim().split('\n');
}

/** A file's text; the path is from the project's folder. */
export function textOf(path: string): string {
  return readFileSync(join(project, path), 'utf8');
}

/** Pages as they are; the history of the changelog, and decisions, name what is gone. */
export const pages: readonly Named[] = tracked('*.md')
  .filter((path) => path !== 'CHANGELOG.md' && !path.startsWith('docs/decisions/'))
  .map((path) => ({ where: path, text: textOf(path) }));

/** The cells of each row of the tables in a text, without their heads. */
export function rowsOf(text: string): readonly (readonly string[])[] {
  const tables = text.match(/(?:^\|.*\|\n)+/gm) ?? [];
  return tables.flatMap((table) =>
    table
      .trim()
      .split('\n')
      .slice(2)
      .map((row) =>
        row
          .slice(1, -1)
          .split(/(?<!\\)\|/)
          .map((cell) => cell.trim()),
      ),
  );
}

/** What stands below a heading, up to the next one of its level or above. */
export function sectionOf(text: string, heading: string): string {
  const level = /^#+/.exec(heading)?.[0].length ?? 1;
  const [, after = ''] = text.split(`\n${heading}\n`);
  return after.split(new RegExp(`\n#{1,${level}} `))[0] ?? '';
}

/** Every command of trueup, by its name. */
export async function allCommands(): Promise<ReadonlyMap<string, Command>> {
  const commands = new Map<string, Command>();
  for (const path of tracked('cli/commands/*.ts')) {
    const name = path.replace(/^.*\/|\.ts$/g, '');
    const module = `../../../${path.replace(/ts$/, 'js')}`;
    const made = (await import(module)) as Record<string, () => Command>;
    const make = made[`${name}Command`];
    if (!make) throw new Error(`${path} exports no ${name}Command`);
    commands.set(name, make());
  }
  return commands;
}
