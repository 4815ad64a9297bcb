// Every script that a resource type makes, read by shellcheck and parsed by both shells. Scripts are put together from
// fragments that hand each other variables by name: each that one takes must be set in the script (SC2154), and each that
// one leaves must be taken (SC2034).
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Unreadable } from '../../../lib/model/resource.js';
import type { Script } from '../../../lib/model/script.js';
import { packageRoot } from '../../../lib/package-root.js';
import { revertOf } from '../../../lib/undo/undo-defaults.js';
import { askKeys, dropKey, putKey } from '../../../lib/resources/accounts/authorized-key.js';
import { rollbackAutoRevert } from '../../../lib/undo/triggers/snapshot-auto-reverts.js';
import { builtInTypes } from '../../proofs/built-in-types.js';
import type { Sample } from '../../proofs/proof.js';
import { samples } from './samples.js';

/** What quoted values look like to it: unexpanded `$` (SC2016), a list of one word (SC2041, SC2043). */
const aboutValues = 'SC2016,SC2041,SC2043';

/** Probe, apply, warning and the way back of one sample, by name. */
function scriptsOf({ resource, answer }: Sample): readonly (readonly [string, Script])[] {
  const { type, want } = resource;
  const [have] = type.read({ status: 0, stdout: answer, stderr: '' }, [want]) as readonly unknown[];
  assert.ok(!(have instanceof Unreadable), `${resource.id}: ${have instanceof Unreadable ? have.why : ''}`);
  const changes = type.diff(want, have);
  const warning = type.watch?.before?.(want);
  const undo = changes.length === 0 ? [] : revertOf(resource, have, changes);
  const back = undo.filter((part): part is Script => typeof part !== 'string');
  const takeUp = type.undo?.reload?.(want, have);
  const remove = type.undo?.remove?.(want);
  const access = type.undo?.access?.(want, changes);
  const confirmation = typeof access === 'object' ? [access.confirm, access.undo] : [];
  return [
    ...(remove ? [[`${type.type}.remove`, remove] as const] : []),
    ...confirmation.map((script) => [`${type.type}.confirmation`, script] as const),
    [`${type.type}.probe`, type.probe([want, want])],
    ...(changes.length === 0 ? [] : [[`${type.type}.apply`, type.apply(want, have, changes)] as const]),
    ...back.map((script) => [`${type.type}.undo`, script] as const),
    ...(takeUp ? [[`${type.type}.take-up`, takeUp] as const] : []),
    ...(warning ? [[`${type.type}.warning`, warning] as const] : []),
  ];
}

/** What a script writes down to be run by itself, later: it has no variable of the one that wrote it. */
function writtenBy([name, { text }]: readonly [string, Script]): readonly (readonly [string, string])[] {
  const texts = [...text.matchAll(/<<'end of undo'\n(.*?)^end of undo$/gms)];
  return texts.map(([, later = '']) => [`${name}.later`, later] as const);
}

const options = ['-s', 'sh', '-f', 'gcc', '-e', aboutValues];

function shellcheck(...words: readonly string[]): string {
  const { stdout, error } = spawnSync('shellcheck', words, { encoding: 'utf8' });
  assert.equal(error, undefined, 'shellcheck is needed: apt-get install shellcheck');
  return stdout;
}

/** Hashes of what an earlier run found nothing in. */
const cache = join(packageRoot, 'node_modules/.cache/shellcheck.json');

/** The findings in these files. It takes half a minute for all of them, so a file is read again only when it changed. */
function findings(paths: readonly string[]): string {
  const salt = [shellcheck('--version'), ...options].join('\0');
  const hashes = new Map(
    paths.map((path) => [path, createHash('sha256').update(salt).update(readFileSync(path)).digest('hex')]),
  );
  const clean = new Set(existsSync(cache) ? (JSON.parse(readFileSync(cache, 'utf8')) as string[]) : []);
  const changed = paths.filter((path) => !clean.has(hashes.get(path) ?? ''));
  const found = changed.length === 0 ? '' : shellcheck(...options, ...changed);
  if (found === '') {
    mkdirSync(dirname(cache), { recursive: true });
    writeFileSync(cache, JSON.stringify([...hashes.values()]));
  }
  return found;
}

describe('The scripts of the resource types', function () {
  this.timeout(240_000);
  let folder: string;
  const files: string[] = [];
  const covered = new Set<string>();

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-scripts-'));
    const scripts = samples.flatMap(scriptsOf);
    const all: readonly (readonly [string, Script])[] = [
      ...scripts,
      ['rollback.armed', rollbackAutoRevert.arm],
      ['authorizedKey.asked-as-user', askKeys],
      ['authorizedKey.put-as-user', putKey],
      ['authorizedKey.dropped-as-user', dropKey],
    ];
    const texts = [...all.map(([name, { text }]) => [name, text] as const), ...all.flatMap(writtenBy)];
    const written = new Set<string>();
    texts.forEach(([name, text], at) => {
      covered.add(name);
      // Many cases come to one script.
      if (written.has(text)) return;
      written.add(text);
      const path = join(folder, `${String(at).padStart(3, '0')}-${name}.sh`);
      writeFileSync(path, `#!/bin/sh\nset -eu\n${text}\n`);
      files.push(path);
    });
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('are here for every type there is: a probe, and an apply', () => {
    for (const { type } of builtInTypes) {
      for (const part of ['probe', 'apply']) {
        const where = 'the cases or samples of its proof in test/proofs';
        assert.ok(
          covered.has(`${type}.${part}`),
          `${type} has no sample of its ${part}: add one to ${where}`,
        );
      }
    }
  });

  it('give shellcheck nothing to say', () => {
    assert.equal(findings(files).replaceAll(`${folder}/`, ''), '');
  });

  it('are whole: scripts that run later are among them, and a variable that no fragment sets is found', () => {
    assert.ok(covered.has('service.apply.later'), 'no script that a switch runs');
    const path = join(folder, 'fragment.txt');
    writeFileSync(path, 'set -eu\nif [ "$acted" = no ]; then marks=1; fi\n');
    assert.match(
      shellcheck(...options, path),
      /acted is referenced but not assigned[^]*marks appears unused/,
    );
  });

  for (const shell of [['dash'], ['busybox', 'sh']] as const) {
    it(`are parsed by ${shell[0]}`, () => {
      // One process of a small shell starts the hundreds: this one is large, and each fork of it takes its time.
      const each = 'for file do "$SHELL_NAME" $SHELL_APPLET -n "$file" 2>&1 || echo "$file"; done';
      const [name, applet = ''] = shell;
      const env = { ...process.env, SHELL_NAME: name, SHELL_APPLET: applet };
      assert.equal(execFileSync('dash', ['-c', each, 'dash', ...files], { encoding: 'utf8', env }), '');
    });
  }
});
