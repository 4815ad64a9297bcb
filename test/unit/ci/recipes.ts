// What people copy: the recipes of docs/ci.md, and the shell in workflows, the action and them.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../../lib/package-root.js';
import { projectFiles } from '../../../lib/scaffold/project-files.js';

/** A piece of shell, and where it stands. */
export interface Snippet {
  readonly name: string;
  readonly text: string;
  readonly shell: 'sh' | 'bash';
}

interface Step {
  readonly run?: string;
  readonly shell?: string;
}

/** Every block of code in docs/ci.md, by language. */
function blocksOf(language: string): readonly string[] {
  const text = readFileSync(join(packageRoot, 'docs/ci.md'), 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, own, block = '']) =>
    own === language ? [block] : [],
  );
}

/** The block whose first line names it. */
export function recipe(language: string, name: string): string {
  const found = blocksOf(language).find((block) => block.split('\n', 1)[0]?.includes(name));
  if (found === undefined) throw new Error(`docs/ci.md has no block of ${language} called ${name}`);
  return found;
}

/** The project's own workflows, that of a new project, and those of the page: name → text. */
export function workflows(): ReadonlyMap<string, string> {
  const folder = join(packageRoot, '.github/workflows');
  const own = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  const shown = ['hosts.yml', 'drift.yml'].map(
    (name) => [`docs/ci.md: ${name}`, recipe('yaml', name)] as const,
  );
  const path = '.github/workflows/trueup.yml';
  const scaffold = projectFiles('.', { name: 'a', user: 'a', hosts: [] }).get(path) ?? '';
  return new Map([...own, ['a new project: trueup.yml', scaffold], ...shown]);
}

/** The action's text. */
export function action(): string {
  return readFileSync(join(packageRoot, 'action.yml'), 'utf8');
}

/** Each piece of shell that anybody's CI would run. */
export function snippets(): readonly Snippet[] {
  const inWorkflows = [...workflows()].flatMap(([name, text]) => {
    const { jobs } = parse(text) as { readonly jobs: Readonly<Record<string, { readonly steps?: Step[] }>> };
    return Object.values(jobs).flatMap(({ steps = [] }) => stepsIn(name, steps));
  });
  const { runs } = parse(action()) as { readonly runs: { readonly steps: Step[] } };
  const files = ['.github/action/build', '.github/action/run', '.ci/run', '.ci/container-entrypoint'].map(
    (name): Snippet => {
      const text = readFileSync(join(packageRoot, name), 'utf8');
      return { name, text, shell: text.startsWith('#!/bin/sh') ? 'sh' : 'bash' };
    },
  );
  const shown = blocksOf('sh').map((text, at): Snippet => ({
    name: `docs/ci.md: sh ${at + 1}`,
    text,
    shell: 'sh',
  }));
  return [...inWorkflows, ...stepsIn('action.yml', runs.steps), ...files, ...shown, ...inGitlab()];
}

function stepsIn(name: string, steps: readonly Step[]): readonly Snippet[] {
  return steps.flatMap(({ run }, at) =>
    run === undefined ? [] : [{ name: `${name}: step ${at + 1}`, text: run, shell: 'bash' as const }],
  );
}

/** GitLab runs a job's lines as one script. */
function inGitlab(): readonly Snippet[] {
  const jobs = parse(recipe('yaml', '.gitlab-ci.yml')) as Readonly<
    Record<
      string,
      { readonly script?: string[]; readonly extends?: string; readonly before_script?: string[] }
    >
  >;
  return Object.entries(jobs).flatMap(([name, { script, extends: base = '' }]) =>
    script === undefined
      ? []
      : [
          {
            name: `docs/ci.md: .gitlab-ci.yml: ${name}`,
            text: [...(jobs[base]?.before_script ?? []), ...script].join('\n'),
            shell: 'sh' as const,
          },
        ],
  );
}
