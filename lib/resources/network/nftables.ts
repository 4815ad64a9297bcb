// The nftables table `inet trueup`, on disk, in the kernel and after the next boot.
import { createHash } from 'node:crypto';
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import { besideFile, bootUnitFile, formerFile, rulesFile, rulesStamp } from '../../model/firewall-paths.js';
import { join, sh } from '../../shell/sh.js';
import { AnswerReader, textOf } from '../answer-reader.js';
import { defineResource } from '../define-resource.js';
import { fileType, type FileHave, type FileKey } from '../files/file.js';
import { listRules, loadRules, takeUpRules, textOfTable, unloadRules } from './load-table.js';
import type { FileContent } from '../files/replace-file.js';
import { askBoot, bootBack, bootWords, enableAtBoot, disableAtBoot } from './rules-at-boot.js';
import type { BootWord } from './rules-at-boot.js';
import { firewallAutoRevert } from '../../undo/triggers/snapshot-auto-reverts.js';

export interface NftablesWant {
  /**
   * Chains and sets of the table, as in nft(8). Leave this unset if another program filters packets: the table is then
   * removed.
   */
  readonly rules?: string;
}

export interface NftablesHave {
  readonly file: FileHave;
  /** `same`: trueup's table is as it was right after these rules were loaded. `never`: these rules weren't loaded. */
  readonly loaded: 'same' | 'never' | { readonly now: string; readonly then: string };
  readonly boot: BootWord;
}

function fileOf({ rules = '' }: NftablesWant): FileContent {
  return { path: rulesFile, content: textOfTable(rules), validate: (staged) => sh`nft -c -f ${staged}` };
}

function digest({ rules = '' }: NftablesWant): string {
  return createHash('sha256').update(textOfTable(rules)).digest('hex');
}

type Key = FileKey | 'file' | 'load' | 'rules' | 'boot';

const nftablesType: ResourceType<NftablesWant, NftablesHave, Key> = {
  type: 'nftables',
  id: () => rulesFile,
  paths: () => [rulesFile],

  // If nft is missing or not permitted (in a container), no rules can be loaded; if rules are declared, it is an error.
  probe: (wants) => sh`
${
  wants.every(({ rules }) => rules === undefined)
    ? sh`now=
if command -v nft >/dev/null && nft list tables inet >/dev/null 2>&1; then
${listRules}
now=$(rules)
fi`
    : sh`command -v nft >/dev/null || { echo 'nft is not installed' >&2; exit 1; }
${listRules}
now=$(rules)
stamp=
if [ -e ${rulesStamp} ]; then stamp=$(cat ${rulesStamp}); fi`
}
${askBoot}
differ() {
  printf '%s ' "$(printf '%s\n' "$now" | base64 | tr -d '\n')"
  printf '%s\n' "$1" | base64 | tr -d '\n'; echo
}
${join(
  wants.map((want) =>
    want.rules === undefined
      ? sh`if [ -z "$now" ]; then echo same; else differ ''; fi`
      : sh`
if ${firewallAutoRevert.isArmed}; then echo never # they were never confirmed
elif [ "\${stamp%%
*}" != ${digest(want)} ]; then echo never
elif [ "\${stamp#*
}" = "$now" ]; then echo same
else differ "\${stamp#*
}"; fi`,
  ),
)}
${fileType.probe(wants.map(fileOf))}`,

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'the packet filter');
    const word = reader.line();
    const boot = bootWords.find((one) => one === word);
    if (!boot) throw new Error(`unexpected answer about how the rules are loaded at boot: ${word}`);
    const loaded = wants.map(() => readLoaded(reader.line()));
    return fileType.read(reader.remainder, wants.map(fileOf)).map((file, index) => {
      if (file instanceof Unreadable) return file;
      return { file, boot, loaded: loaded[index] ?? 'never' };
    });
  },

  diff(want, { file, loaded, boot }) {
    const gone = want.rules === undefined;
    const changes: Change<Key>[] = [];
    if (!gone) changes.push(...fileType.diff(fileOf(want), file));
    else if (file.state.kind !== 'missing') changes.push({ verb: 'remove', key: 'file' });
    if (loaded === 'never') changes.push({ verb: 'run', key: 'load', what: 'load the rules' });
    else if (loaded !== 'same') {
      const { now: from, then: to } = loaded;
      const about = { key: 'rules', what: 'loaded rules', from } as const;
      changes.push(gone ? { verb: 'remove', ...about } : { verb: 'update', ...about, to });
    }
    const wanted = gone ? 'absent' : 'enabled';
    if (boot !== wanted)
      changes.push({
        verb: 'update',
        key: 'boot',
        what: 'start at boot',
        from: inWords(boot),
        to: inWords(wanted),
      });
    return changes;
  },

  apply(want, { file, loaded, boot }) {
    if (want.rules === undefined) return noneOfOurs;
    const onDisk = fileType.diff(fileOf(want), file);
    return join([
      ...(onDisk.length === 0 && loaded === 'same' ? [] : [firewallAutoRevert.arm]),
      ...(onDisk.length === 0
        ? []
        : [
            sh`( umask 022; mkdir -p ${rulesFile.replace(/\/[^/]*$/, '')} )`,
            fileType.apply(fileOf(want), file, onDisk),
          ]),
      ...(loaded === 'same' ? [] : [loadRules]),
      ...(boot === 'enabled' ? [] : [enableAtBoot]),
    ]);
  },

  undo: {
    keeps: () => [rulesFile, bootUnitFile, besideFile, formerFile],
    revert: (_want, { boot }) => bootBack(boot),
    reload: () => takeUpRules,
    access: ({ rules }, changes) =>
      rules === undefined || changes.every(({ key }) => key === 'boot')
        ? 'rollback'
        : firewallAutoRevert.confirmation,
  },
};

/** Removes trueup's rules. Clients that had access keep it, so no automatic revert is needed. */
const noneOfOurs = sh`
if command -v nft >/dev/null; then
${unloadRules}
fi
${disableAtBoot}
rm -f -- ${[rulesFile, rulesStamp]}`;

function inWords(boot: BootWord): string {
  return boot === 'former' ? 'by nftables.service, replacing all other rules' : boot;
}

function readLoaded(line: string): NftablesHave['loaded'] {
  if (line === 'same' || line === 'never') return line;
  const [now = '', then = ''] = line.split(' ').map((base64) => textOf(base64) ?? '');
  return { now, then };
}

const make = defineResource(nftablesType);

/**
 * Before the file is replaced, nft checks the new rules. They are loaded in one transaction, and again at each boot. All
 * other tables are left unchanged.
 */
export function nftables(want: NftablesWant): Resource {
  return make(want);
}
