// The host's packet filter: on disk, in the kernel, and after the next boot.
import { createHash } from 'node:crypto';
import { Unreadable, type Change, type Resource, type ResourceType } from '../model/resource.js';
import type { Script } from '../model/script.js';
import { join, sh } from '../shell/sh.js';
import { AnswerReader, textOf } from './answer-reader.js';
import { defineResource } from './define-resource.js';
import { fileType, type FileHave } from './file.js';
import { rulesBack, rulesFile, rulesStamp, saveRules } from './kept-rules.js';
import type { FileContent } from './replace-file.js';
import { armSwitch, disarmSwitch, switchIsArmed, throwSwitch, undoFolder } from './undo-switch.js';

export interface NftablesWant {
  /** Tables, nft(8). They replace all that the kernel has, whoever put it there. */
  readonly ruleset: string;
}

export interface NftablesHave {
  readonly file: FileHave;
  /** `same`: the kernel has what it had right after this ruleset was loaded. `never`: this ruleset wasn't loaded. */
  readonly loaded: 'same' | 'never' | { readonly now: string; readonly then: string };
  /** systemctl's word: `enabled`, `disabled`, `masked`. */
  readonly boot: string;
}

/*
 * nft -s leaves out counters and times. What a set with the flag `dynamic` holds comes from packets, not from a
 * ruleset, so it is left out too.
 */
const listRules = sh`
rules() {
  listed=$(nft -s list ruleset)
  printf '%s\n' "$listed" | awk '
    /^\t(set|map) / { dynamic = 0 }
    /^\t\tflags .*dynamic/ { dynamic = 1 }
    dynamic && /^\t\telements = / { inside = 1 }
    ! inside { print }
    inside && /}$/ { inside = 0 }'
}`;

/** One transaction: between the old rules and the new ones there is no moment without. */
function contentOf({ ruleset }: NftablesWant): string {
  return `#!/usr/sbin/nft -f\nflush ruleset\n\n${ruleset}`;
}

function fileOf(want: NftablesWant): FileContent {
  return { path: rulesFile, content: contentOf(want), validate: (staged) => sh`nft -c -f ${staged}` };
}

function digest(want: NftablesWant): string {
  return createHash('sha256').update(contentOf(want)).digest('hex');
}

/** The kernel takes what the file says; then both are remembered as one. */
const loadScript = sh`
${listRules}
nft -f ${rulesFile}
mkdir -p /var/lib/trueup
loading=$(sha256sum <${rulesFile})
{ printf '%s\n' "\${loading%% *}"; rules; } >${`${rulesStamp}.new`}
sync ${`${rulesStamp}.new`}
mv -fT -- ${`${rulesStamp}.new`} ${rulesStamp}`;

const atBoot = 'start at boot';

const switchName = 'nftables';
const kept = undoFolder(switchName);

function goBack(boot: string): Script {
  return join([rulesBack(kept), bootBack(boot)]);
}

function bootBack(boot: string): Script {
  if (boot === 'masked') return sh`systemctl mask --quiet nftables.service`;
  return boot === 'enabled' ? sh`` : sh`systemctl disable --quiet nftables.service`;
}

const nftablesType: ResourceType<NftablesWant, NftablesHave> = {
  type: 'nftables',
  id: () => rulesFile,
  inputs: () => [rulesFile],

  // is-enabled answers with a word, and with a status that tells less. What is enabled stands on the disk.
  probe: (wants) => sh`
command -v nft >/dev/null || { echo 'nft is not installed' >&2; exit 1; }
${listRules}
printf '%s\n' "$(SYSTEMD_OFFLINE=1 systemctl is-enabled nftables.service 2>/dev/null || true)"
now=$(rules)
${join(
  wants.map(
    (want) => sh`
if ${switchIsArmed(switchName)}; then echo never # nobody confirmed them
elif [ ! -e ${rulesStamp} ] || [ "$(head -n 1 ${rulesStamp})" != ${digest(want)} ]; then echo never
elif then=$(tail -n +2 ${rulesStamp}) && [ "$then" = "$now" ]; then echo same
else
  printf '%s ' "$(printf '%s\n' "$now" | base64 | tr -d '\n')"
  printf '%s\n' "$then" | base64 | tr -d '\n'; echo
fi`,
  ),
)}
${fileType.probe(wants.map(fileOf))}`,

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'the packet filter');
    const boot = reader.line();
    const loaded = wants.map(() => readLoaded(reader.line()));
    return fileType.read(reader.remainder, wants.map(fileOf)).map((file, index) => {
      if (file instanceof Unreadable) return file;
      return { file, boot, loaded: loaded[index] ?? 'never' };
    });
  },

  diff(want, { file, loaded, boot }) {
    const changes: Change[] = [...fileType.diff(fileOf(want), file)];
    if (loaded === 'never') changes.push({ verb: 'run', what: 'load the rules' });
    else if (loaded !== 'same') {
      changes.push({ verb: 'update', what: 'loaded rules', from: loaded.now, to: loaded.then });
    }
    if (boot !== 'enabled') changes.push({ verb: 'update', what: atBoot, from: boot, to: 'enabled' });
    return changes;
  },

  confirm: (_want, changes) =>
    changes.every(({ what }) => what === atBoot)
      ? undefined
      : { confirm: disarmSwitch(switchName, sh`:`), undo: throwSwitch(switchName) },

  apply(want, { file, loaded, boot }) {
    const onDisk = fileType.diff(fileOf(want), file);
    return join([
      ...(onDisk.length === 0 && loaded === 'same'
        ? []
        : [armSwitch(switchName, saveRules(kept), goBack(boot))]),
      ...(onDisk.length === 0 ? [] : [fileType.apply(fileOf(want), file, onDisk)]),
      ...(loaded === 'same' ? [] : [loadScript]),
      // Never --now: the unit's stop flushes the rules.
      ...(boot === 'masked' ? [sh`systemctl unmask --quiet nftables.service`] : []),
      ...(boot === 'enabled' ? [] : [sh`systemctl enable --quiet nftables.service`]),
    ]);
  },

  wayIn: () => true,
  keeps: () => [rulesFile],
  undo: (_want, { boot }) => bootBack(boot),
  takeUp: () => sh`
if [ -e ${rulesFile} ]; then
${loadScript}
else nft flush ruleset; rm -f -- ${rulesStamp}; fi`,
};

function readLoaded(line: string): NftablesHave['loaded'] {
  if (line === 'same' || line === 'never') return line;
  const [now = '', then = ''] = line.split(' ').map((base64) => textOf(base64) ?? '');
  return { now, then };
}

const make = defineResource(nftablesType);

/**
 * All of the host's packet filter: what else is loaded, by hand or by other programs, is a difference and goes. Checked
 * by nft before it replaces the file, loaded in one transaction, loaded again at boot.
 */
export function nftables(want: NftablesWant): Resource {
  return make(want);
}
