// Workflows, the action and the recipes of docs/ci.md, read by what reads them elsewhere.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { parse } from 'yaml';
import { packageRoot } from '../../../lib/package-root.js';
import { action, recipe, snippets, workflows } from './recipes.js';

const trace = new NoOperationTraceWriter();

/** What GitHub has against it; nothing if it is well. */
function complaints(kind: 'workflow' | 'action', name: string, content: string): readonly string[] {
  const { context } =
    kind === 'action' ? parseAction({ name, content }, trace) : parseWorkflow({ name, content }, trace);
  return context.errors.getErrors().map(({ message }) => message);
}

interface Job {
  readonly extends?: string;
  readonly stage?: string;
  readonly needs?: readonly string[];
  readonly script?: readonly string[];
  readonly when?: string;
  readonly rules?: readonly Readonly<Record<string, string>>[];
  readonly [other: string]: unknown;
}

/** Keywords of GitLab's reference that the recipe may use. */
const keywords = new Set(
  'extends stage needs script before_script rules image variables artifacts environment resource_group'.split(
    ' ',
  ),
);

/** What in a pipeline of GitLab names something that isn't there. */
function gitlabComplaints(text: string): readonly string[] {
  const { stages, ...jobs } = parse(text) as { readonly stages: readonly string[] } & Readonly<
    Record<string, Job>
  >;
  return Object.entries(jobs as Readonly<Record<string, Job>>).flatMap(([name, job]) => [
    ...Object.keys(job).filter((key) => !keywords.has(key)),
    ...(job.stage === undefined || stages.includes(job.stage) ? [] : [`${name}: no stage ${job.stage}`]),
    ...[job.extends ?? [], job.needs ?? []].flat().filter((other) => !(other in jobs)),
    ...(name.startsWith('.') || job.script ? [] : [`${name}: no script`]),
    ...(job.rules ?? []).flatMap((rule) => Object.keys(rule).filter((key) => !['if', 'when'].includes(key))),
  ]);
}

describe('what CI systems run', () => {
  for (const [name, text] of workflows())
    it(`is a workflow: ${name}`, () => {
      assert.deepEqual(complaints('workflow', name, text), []);
      assert.notDeepEqual(complaints('workflow', name, text.replace('runs-on:', 'run-on:')), []);
      const misspelt = text.replace(/\$\{\{ (\w+)\./, '${{ no_$1.');
      if (misspelt !== text) assert.notDeepEqual(complaints('workflow', name, misspelt), []);
    });

  it('is an action', () => {
    const text = action();
    assert.deepEqual(complaints('action', 'action.yml', text), []);
    assert.notDeepEqual(complaints('action', 'action.yml', text.replace('using:', 'use:')), []);
    assert.notDeepEqual(
      complaints('action', 'action.yml', text.replace('      shell: bash', '      shel: bash')),
      [],
    );
  });

  it('names every input of the action that a recipe gives it', () => {
    const known = [...action().matchAll(/^ {2}([\w-]+):$/gm)].map(([, name]) => name);
    for (const [name, text] of workflows())
      for (const [, block = ''] of text.matchAll(/uses: OWNER\/trueup@REF\n((?: {8}.*\n)*)/g))
        for (const [, input] of block.matchAll(/^ {10}([\w-]+):/gm))
          assert.ok(known.includes(input), `${name}: ${input}`);
  });

  it('is a pipeline of GitLab that names only what is there', () => {
    const text = recipe('yaml', '.gitlab-ci.yml');
    assert.deepEqual(gitlabComplaints(text), []);
    for (const [right, wrong] of [
      ['stage: apply', 'stage: aply'],
      ['extends: .trueup', 'extends: .trueap'],
      ['needs: [apply]', 'needs: [aply]'],
      ['artifacts:', 'artefacts:'],
    ] as const)
      assert.equal(gitlabComplaints(text.replace(right, wrong)).length, 1, wrong);
  });

  it('runs others’ actions at a commit, with its tag beside it', () => {
    const texts = [
      action(),
      ...[...workflows()].filter(([name]) => !name.startsWith('docs')).map(([, text]) => text),
    ];
    for (const [, uses] of texts.join('\n').matchAll(/uses: (.*)/g))
      assert.match(uses ?? '', /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('puts no value of an expression into the text of a script, but into its environment', () => {
    for (const { name, text } of snippets()) assert.doesNotMatch(text, /\$\{\{/, name);
  });

  it('has shell that shellcheck has nothing against', () => {
    const all = snippets();
    assert.ok(all.length >= 15, String(all.length));
    const folder = mkdtempSync(join(tmpdir(), 'trueup-recipes-'));
    try {
      const paths = all.map(({ name, text, shell }, at) => {
        const path = join(folder, `${at} ${name.replace(/[^\w.]+/g, '-')}`);
        writeFileSync(path, text.startsWith('#!') ? text : `#!/bin/${shell}\n${text}\n`);
        return path;
      });
      const { stdout, error } = spawnSync('shellcheck', ['-f', 'gcc', ...paths], { encoding: 'utf8' });
      assert.equal(error, undefined, 'shellcheck is needed: apt-get install shellcheck');
      assert.equal(stdout.replaceAll(`${folder}/`, ''), '');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has a script for the comment that Node.js takes', () => {
    execFileSync(process.execPath, ['--check', join(packageRoot, '.github/action/comment.mjs')]);
  });
});
