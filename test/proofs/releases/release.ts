// The proof of releases.
import { mkdtempSync, mkdirSync, writeFileSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bundle, bundle } from '../../../lib/compile/bundles/bundle.js';
import { sh, release, command } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/releases/release.js';
import { proofOf } from '../proof.js';

export const root = '/srv/trueup-release';
export const clean = sh`umount ${root} 2>/dev/null || true; rm -rf ${root}`;

/** A folder with an application that says this. */
export async function app(says: string): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    mkdirSync(join(folder, 'static'));
    writeFileSync(join(folder, 'run.sh'), `#!/bin/sh\necho '${says}'\n`);
    chmodSync(join(folder, 'run.sh'), 0o755);
    writeFileSync(join(folder, 'static', 'a b ü.txt'), says);
    return await bundle(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const one = await app('one');
const id = one.contents.slice(0, 12);
export const current = `${root}/current`;
const rollbackRoot = '/srv/trueup-types';
const two = await app('two');

const sample = release({
  root: '/srv/app',
  bundle: { name: 'app', sha256: 'a'.repeat(64), size: 1, open: nobody },
  build: (folder) => sh`make -C ${folder}`,
  migrate: (folder) => sh`${folder}/migrate`,
});

function nobody(): never {
  throw new Error('nobody asks for the bytes');
}

export const proof = proofOf<{ root: string }>({
  type: 'release',
  cases: 'test/unit/resources/release.test.ts',
  samples: [
    { resource: sample, answer: '== release\n' },
    { resource: sample, answer: '== release\ncurrent releases/b\nleft\n' },
  ],
  refused: 'test/unit/resources/release.test.ts',
  cycle: {
    title: 'A release',
    before: clean,
    after: clean,
    resources: [release({ root, bundle: one })],
    atFirst: [`release ${root}: create release ${id}`, `release ${root}: update current`],
    tamperings: [
      {
        name: 'a switch to another',
        by: sh`ln -sfn releases/other ${current}`,
        changes: [`release ${root}: update current`],
      },
      { name: 'a link that is gone', by: sh`rm ${current}`, changes: [`release ${root}: update current`] },
      {
        name: 'a changed file',
        by: sh`echo '# x' >>${current}/run.sh`,
        changes: [`release ${root}: update release ${id}`, `release ${root}: update current`],
      },
      {
        name: 'a file that is gone',
        by: sh`rm ${current}/run.sh`,
        changes: [`release ${root}: update release ${id}`, `release ${root}: update current`],
      },
      {
        name: 'a release that was never finished',
        by: sh`rm ${root}/releases/.manifest-*`,
        changes: [`release ${root}: create release ${id}`, `release ${root}: update current`],
      },
      {
        name: 'another owner',
        by: sh`chown -R 1000 ${current}/.`,
        changes: [`release ${root}: update owner`],
      },
      {
        name: 'what a killed run left',
        by: sh`: >${root}/releases/.unpack-list`,
        changes: [`release ${root}: remove leftover from an interrupted run`],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'release',
      before: () => [release({ root: rollbackRoot, bundle: one })],
      after: () => [release({ root: rollbackRoot, bundle: two })],
      look: sh`readlink ${`${rollbackRoot}/current`}; cat ${`${rollbackRoot}/current/static/a b ü.txt`}`,
      cleanUp: sh`rm -rf ${rollbackRoot}`,
    },
    {
      title: 'release that was the first',
      before: () => [],
      after: () => [release({ root: rollbackRoot, bundle: one })],
      look: sh`find ${rollbackRoot} 2>/dev/null || true`,
      cleanUp: sh`rm -rf ${rollbackRoot}`,
    },
    {
      title: 'release of which one is kept',
      before: () => [release({ root: rollbackRoot, bundle: one })],
      after: () => [release({ root: rollbackRoot, bundle: two, keep: 1 })],
      look: sh`readlink ${`${rollbackRoot}/current`}; cat ${`${rollbackRoot}/current/static/a b ü.txt`}`,
      cleanUp: sh`rm -rf ${rollbackRoot}`,
    },
    {
      title: 'release that somebody took away',
      before: () => [release({ root: rollbackRoot, bundle: one })],
      after: () => [
        release({ root: rollbackRoot, bundle: two }),
        command({
          name: 'take the older releases away',
          run: sh`cd ${`${rollbackRoot}/releases`}; for old in *; do [ "releases/$old" = "$(readlink ../current)" ] || rm -rf -- "$old"; done`,
          unless: sh`[ "$(ls ${`${rollbackRoot}/releases`} | wc -l)" = 1 ]`,
        }),
      ],
      look: sh`readlink ${`${rollbackRoot}/current`}`,
      cleanUp: sh`rm -rf ${rollbackRoot}`,
      stays: /releases\/\w+, which is needed to restore it|no undo is declared/,
    },
  ],
  removal: 'none: it has no `remove`, so what it made stays',
});
