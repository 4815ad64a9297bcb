// What the switch of a rollback keeps of the firewall comes back, whatever the rollback made of it: files, links, rules.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Script } from '../../../lib/model/script.js';
import { rules as snapshot } from '../../../lib/undo/snapshot/firewall-rules.js';
import {
  bootBack,
  bootWords,
  disableAtBoot,
  enableAtBoot,
} from '../../../lib/resources/network/rules-at-boot.js';
import { sh } from '../../../lib/shell/sh.js';

const units = '/etc/systemd/system';
const wants = `${units}/sysinit.target.wants`;
const rules = sh`mkdir -p /etc/nftables.d; echo 'table inet trueup { }' >/etc/nftables.d/trueup.nft; mkdir -p ${wants}`;

/** What stands on a host before a rollback; `former`: an earlier version's. */
const states: Readonly<Record<string, Script>> = {
  enabled: sh`${rules}
${enableAtBoot}`,
  'enabled, and by somebody else, too': sh`${rules}
${enableAtBoot}
mkdir -p ${units}/multi-user.target.wants
ln -s /lib/systemd/system/nftables.service ${units}/multi-user.target.wants/nftables.service`,
  disabled: sh`${rules}
${enableAtBoot}
rm ${wants}/trueup-firewall.service`,
  masked: sh`${rules}
ln -s /dev/null ${units}/trueup-firewall.service`,
  former: sh`printf '#!/usr/sbin/nft -f\n# The packet filter. Written by trueup.\n' >/etc/nftables.conf
mkdir -p ${wants}
systemctl enable --quiet nftables.service`,
  absent: sh`mkdir -p ${units}`,
};

/** What a rollback may do to it. */
const changes: Readonly<Record<string, Script>> = {
  ...Object.fromEntries(bootWords.map((word) => [`back to ${word}`, bootBack(word)])),
  'an apply that is rolled back to': enableAtBoot,
  'a removal that is rolled back to': disableAtBoot,
};

/** Enables and disables by links, as systemctl does. */
const systemctl = `#!/bin/sh
what=$1; shift
while [ $# -gt 0 ]; do case $1 in -*) shift ;; *) unit=$1; shift ;; esac; done
case $what in
  enable) mkdir -p "$ROOT${wants}"; ln -sf "/lib/systemd/system/$unit" "$ROOT${wants}/$unit" ;;
  disable) find "$ROOT${units}" -type l -path "*.wants/$unit" -exec rm {} + ;;
esac
echo "$what" >>"$ROOT/systemctl"
`;

for (const shell of ['dash', 'busybox'] as const)
  describe(`The firewall that a switch keeps, under ${shell}`, () => {
    let tools = '';
    let root = '';

    before(() => {
      tools = mkdtempSync(join(tmpdir(), 'trueup-tools-'));
      if (shell === 'busybox') execFileSync('busybox', ['--install', '-s', tools]);
      writeFileSync(join(tools, 'systemctl'), systemctl, { mode: 0o755 });
      // It would make up most of the time.
      rmSync(join(tools, 'sync'), { force: true });
      writeFileSync(join(tools, 'sync'), '#!/bin/sh\n', { mode: 0o755 });
    });
    after(() => {
      rmSync(tools, { recursive: true });
    });
    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), 'trueup-root-'));
      for (const folder of ['etc', 'var/lib/trueup', 'kept'])
        mkdirSync(join(root, folder), { recursive: true });
    });
    afterEach(() => {
      rmSync(root, { recursive: true });
    });

    function run({ text }: Script): void {
      const path = shell === 'busybox' ? tools : `${tools}:/usr/bin:/bin`;
      const inside = text
        .replaceAll(/\/(etc|var\/lib\/trueup)\//g, `${root}/$1/`)
        .replaceAll('/kept', `${root}/kept`);
      const { status, stderr } = spawnSync(shell === 'busybox' ? join(tools, 'sh') : 'dash', ['-s'], {
        input: `umask 077\nset -eu\n${inside}\n`,
        encoding: 'utf8',
        env: { PATH: path, ROOT: root, LC_ALL: 'C' },
      });
      assert.equal(status, 0, stderr);
    }

    /** Files with their content, links with what they lead to. */
    function found(): readonly string[] {
      return readdirSync(join(root, 'etc'), { recursive: true, withFileTypes: true })
        .flatMap((entry) => {
          const path = join(entry.parentPath, entry.name);
          if (entry.isSymbolicLink()) return [`${path} -> ${readlinkSync(path)}`];
          return entry.isFile() ? [`${path}: ${readFileSync(path, 'utf8')}`] : [];
        })
        .sort();
    }

    for (const [state, make] of Object.entries(states))
      it(`is ${state} at boot again`, () => {
        run(make);
        const was = found();
        let differed = 0;
        for (const change of Object.values(changes)) {
          rmSync(join(root, 'kept'), { recursive: true });
          mkdirSync(join(root, 'kept'));
          run(sh`${snapshot.keep('/kept')}
${change}`);
          if (found().join('\n') !== was.join('\n')) differed += 1;
          run(snapshot.putBack('/kept'));
          assert.deepEqual(found(), was);
          const calls = readFileSync(join(root, 'systemctl'), 'utf8').trim().split('\n');
          assert.equal(calls.at(-1), 'daemon-reload', 'systemd learns of it');
        }
        assert.ok(differed > 0, 'nothing changed what there was');
      });
  });
