// The one script that installs and removes packages.
import type { Script } from '../../model/script.js';
import { notices } from '../../shell/script-notices.js';
import { sh } from '../../shell/sh.js';
import { roomFor } from './apt-disk-space.js';
import { policyRcD } from './policy-rc-d.js';

export interface AptTransaction {
  readonly install: readonly string[];
  readonly remove: readonly string[];
  /** Packages to mark as installed manually. */
  readonly keep: readonly string[];
  readonly recommends: boolean;
  /** dpkg was interrupted. */
  readonly repair: boolean;
  /** Seconds to wait, in total, while another apt or dpkg is running. */
  readonly lockSeconds: number;
  /** Removes whatever made a maintainer script fail, before that script is run again. */
  readonly beforeRetry: Script;
}

/*
 * apt-get(8): status 100 means failure. DPkg::Lock::Timeout doesn't cover the locks of the lists and archives, and dpkg
 * doesn't wait, so `attempt` waits for all locks itself, and reports the holder if apt or dpkg names it. Waits of less
 * than three seconds aren't reported. Time is counted from boot, because clocks jump. Commands that may leave a daemon
 * behind run without the descriptor for notices. The umask is 077, which maintainer scripts must not inherit.
 * Descriptions (apt.conf(5), Acquire::Languages) are a third of an update's work: they are updated if they were
 * downloaded before, and otherwise come with the next apt-get update that an operator runs.
 */
const tools = (lockSeconds: number): Script => sh`
${notices}
umask 022
passed() { read -r up _ </proc/uptime; printf '%s' "\${up%.*}"; }
lock_seconds=${lockSeconds}
until=$(($(passed) + lock_seconds))
( umask 077; mkdir -p /var/lib/trueup )
log=/var/lib/trueup/apt.log updated=/var/lib/trueup/apt-updated pending=/var/lib/trueup/apt-update-pending
( umask 077; : >"$log" )
DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_MODE=l UCF_FORCE_CONFFOLD=1
export DEBIAN_FRONTEND APT_LISTCHANGES_FRONTEND NEEDRESTART_MODE UCF_FORCE_CONFFOLD
holds() { sed -n "s/.*[Cc]ould not get lock \([^ ]*\)\. It is held by process \([0-9]*\) (\([^)]*\)).*/\3 (process \2)$1\1/p" "$log" | tail -n 1; }
holder() { holds ' still holds ' | sed "s/\$/ after $lock_seconds s/"; }
locked() { grep -q 'Could not get lock\|Unable to lock\|dpkg.* lock \(is\|was\) locked by' "$log"; }
fail() { { holder; printf '%s\n' "$1"; grep -v '^\(Get\|Hit\|Ign\|Reading\|Building\|Selecting\|Preparing\|Unpacking\)' "$log" | tail -n 25; } >&2; exit 1; }
apt() {
  left=$((until - $(passed))); [ "$left" -gt 0 ] || left=0; [ "$left" -lt 3 ] || left=3
  apt-get -q -y -o "DPkg::Lock::Timeout=$left" -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@" 4>&-
}
attempt() {
  awaited=
  until "$@" >"$log" 2>&1; do
    locked && [ "$(passed)" -lt "$until" ] || return 1
    seen=$(holds ', which holds ')
    seen=\${seen:-another package manager}
    [ "$seen" = "$awaited" ] || say_waiting "$seen"
    awaited=$seen
    sleep 1
  done
}
blame() {
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    [ -f "$file" ] || continue
    grep -v '^ *#' "$file" | grep -o '[a-z+]*:/[^ ]*' | sort -u | while read -r uri; do
      if grep -e '^[EW]: ' "$log" | grep -qF -e "\${uri%/}/"; then printf '%s is configured in %s\n' "$uri" "$file" >&2; fi
    done
  done
  fail 'apt-get update failed:'
}
described() { for list in /var/lib/apt/lists/*_i18n_Translation-*; do [ -e "$list" ]; return; done; }
update() {
  : >"$pending"; touch "$updated.new"
  set -- update -o APT::Update::Error-Mode=any
  described || set -- "$@" -o Acquire::Languages=none
  if ! attempt apt "$@"; then
    # Lists that a power failure or a full disk truncated can be downloaded again.
    grep -q 'cache file is corrupted\|Unable to parse package file\|Problem parsing' "$log" || blame
    find /var/lib/apt/lists -type f ! -name lock -delete
    attempt apt "$@" || blame
  fi
  mv "$updated.new" "$updated"; rm -f "$pending"; young=yes
}`;

/*
 * Lists are fresh when their last update succeeded within a day and no source changed since. A list directory's own
 * time counts as an update by another program.
 */
const lists = sh`
fresh() {
  [ ! -e "$pending" ] || return 1
  [ -e "$updated" ] || touch -d @0 "$updated"
  for release in /var/lib/apt/lists/*Release; do break; done
  [ -e "$release" ] || return 1
  [ -n "$(find "$updated" /var/lib/apt/lists -maxdepth 0 -mmin -1440)" ] || return 1
  [ -z "$(find /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/keyrings \
    -newer "$updated" -newer /var/lib/apt/lists 2>/dev/null)" ]
}
unknown() {
  known=$(apt-cache policy -- "$@" 2>/dev/null | sed -n -e '/^[^ ].*:$/{s/:$//;h;}' -e '/^  Candidate: [^(]/{x;p;x;}')
  for name do printf '%s\n' "$known" | grep -Fqx -e "$name" -e "\${name%:*}" || printf '%s\n' "$name"; done
}
explain() {
  for name do
    provided=$(apt-cache showpkg -- "$name" 2>/dev/null | sed -n -e '1,/^Reverse Provides/d' -e 's/ .*//p' | sort -u | tr '\n' ' ')
    if [ -n "$provided" ]; then printf 'package %s is virtual; declare a package that provides it: %s\n' "$name" "$provided"
    elif apt-cache policy -- "$name" | grep -q '^ *Candidate: (none)' && apt-cache show -- "$name" >/dev/null 2>&1; then
      printf 'package %s is pinned with a priority below 0, which prevents its installation\n' "$name"
      grep -ls '^Pin-Priority: *-' /etc/apt/preferences /etc/apt/preferences.d/* || true
    else printf 'no repository on this host provides package %s\n' "$name"; fi
  done >&2
  exit 1
}`;

/**
 * Packages are removed only if they are declared absent or depend on such a package: the operator must resolve any
 * other conflict.
 */
const guard = sh`
removals() { apt-get -s -q -y -o Debug::NoLocking=1 "$@" 2>/dev/null | sed -n 's/^Remv \([^ ]*\).*/\1/p' | sort; }
`;

/** Maintainer scripts can be rerun at any time (Debian policy 6.2), which helps if one failed because of a race. */
const again = (beforeRetry: Script): Script => sh`
half() { dpkg-query -W -f '\${db:Status-Abbrev}\n' | grep -q '^.[HUFWt]'; }
again() {
  ( ${beforeRetry} ) 4>&- || return 1
  dpkg --configure -a --force-confdef --force-confold 4>&-
}`;

function installScript({ install, remove, recommends }: AptTransaction): Script {
  const words = [...install, ...remove.map((name) => `${name}-`)];
  const options = ['-o', `APT::Install-Recommends=${String(recommends)}`];
  if (words.length === 0) return sh``;
  const check =
    remove.length === 0
      ? sh`set -- --no-remove ${options}`
      : sh`${guard}
surplus=$(removals remove ${remove} >"$log"; removals ${options} install ${words} | grep -Fvx -f "$log" || true)
[ -z "$surplus" ] || { printf 'apt would also remove other packages: %s\n' "$surplus" >&2; exit 1; }
set -- ${options}`;
  return sh`
${check}
${roomFor}
if ! attempt apt install "$@" ${words}; then
  if grep -q '404  Not Found\|Hash Sum mismatch\|Unable to fetch some archives' "$log"; then
    update
    also='even after updating the package lists'
  else
    half || fail 'apt-get install failed:'
    attempt again || fail 'apt-get install failed, and so did dpkg --configure -a:'
    also='even after dpkg --configure -a'
  fi
  attempt apt install "$@" ${words} || fail "apt-get install failed, $also:"
fi`;
}

function listsScript({ install }: AptTransaction): Script {
  if (install.length === 0) return sh``;
  return sh`
${lists}
young=
fresh || update
lacking=$(unknown ${install})
if [ -n "$lacking" ]; then
  [ -n "$young" ] || update
  lacking=$(unknown ${install})
  # shellcheck disable=SC2086 # package names contain no blanks
  [ -z "$lacking" ] || explain $lacking
fi`;
}

/** Updates the lists, repairs what dpkg left unfinished, then installs and removes packages in one apt-get install. */
export function aptTransaction(transaction: AptTransaction): Script {
  const { keep, repair, lockSeconds, beforeRetry } = transaction;
  return sh`
${tools(lockSeconds)}
${again(beforeRetry)}
${policyRcD}
${listsScript(transaction)}
${
  repair
    ? sh`
attempt again || true
# A package that was unpacked only halfway can only be repaired by unpacking it again.
set --
for half in $(dpkg-query -W -f '\${db:Status-Abbrev}|\${binary:Package}\n' | sed -n 's/^..R|//p'); do set -- "$@" "$half"; done
[ $# = 0 ] || set -- --reinstall "$@"
attempt apt install --no-remove --fix-broken "$@" || fail 'dpkg was interrupted, and apt-get install --fix-broken failed:'`
    : sh``
}
${installScript(transaction)}
${keep.length === 0 ? sh`` : sh`apt-mark manual -- ${keep} >/dev/null`}`;
}
