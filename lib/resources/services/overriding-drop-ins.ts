// Finds drop-ins that systemd reads after trueup's unit file, and that override a setting in it.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';

/*
 * systemd.unit(5): drop-ins of a unit are read in the order of their names, whichever folder they are in, after the
 * unit file. A later line replaces the value of an earlier one, or adds to it if the setting is a list; an empty one
 * starts a new list. Additions to a list don't override ours, except for another value of a variable.
 */
const lists =
  '^(After|Before|Wants|Requires|BindsTo|PartOf|Conflicts|Documentation|Condition.*|Assert.*|Environment|EnvironmentFile|PassEnvironment|Exec(Condition|StartPre|Start|StartPost|Reload|Stop|StopPost)|Read(Write|Only)Paths|InaccessiblePaths|Bind(ReadOnly)?Paths|LoadCredential|SetCredential|SupplementaryGroups|SystemCall(Filter|Architectures)|CapabilityBoundingSet|AmbientCapabilities|RestrictAddressFamilies|DeviceAllow|Listen.*|On.*)$';

/**
 * Defines `later_drop_ins OWN TEXT DROP_IN…`, which prints, for each setting of TEXT that is overridden, a line that
 * `readOverruled` parses.
 */
export const laterDropIns: Script = sh`
later_drop_ins() {
  own=$1 text=$2
  shift 2
  # systemd also names drop-ins that were removed since it read its units; it reads only one drop-in of each name.
  left=$#
  while [ "$left" -gt 0 ]; do
    [ ! -e "$1" ] || [ "\${1##*/}" = "\${own##*/}" ] || set -- "$@" "$1"
    shift
    left=$((left - 1))
  done
  [ $# != 0 ] || return 0
  printf '%s\n' "$text" | LC_ALL=C awk -v own="$own" -v lists=${lists} '
    function base(path) { sub(/.*\//, "", path); return path }
    FNR == 1 { section = ""; skip = FILENAME != "-" && base(own) ~ /\.conf$/ && base(FILENAME) "" <= base(own) "" }
    skip || /^[ \t]*([#;].*)?$/ { next }
    { gsub(/^[ \t]+|[ \t]+$/, "") }
    /^\[/ { section = $0; next }
    !index($0, "=") { next }
    {
      name = substr($0, 1, index($0, "=") - 1); value = substr($0, index($0, "=") + 1)
      sub(/[ \t]+$/, "", name); sub(/^[ \t]+/, "", value); key = section "." name
      variable = ""
      if (name == "Environment") { variable = value; sub(/^"/, "", variable); sub(/=.*/, "", variable) }
    }
    FILENAME == "-" { if (name == "Environment") ours[key, variable] = value; else ours[key] = value; known[key] = 1; next }
    !(key in known) { next }
    name ~ lists && value != "" {
      if (name == "Environment" && ((key, variable) in ours) && ours[key, variable] != value)
        printf "%s\t%s\t%s\t%s:%s\n", name, value, ours[key, variable], FILENAME, FNR
      next
    }
    ours[key] != value { printf "%s\t%s\t%s\t%s:%s\n", name, value == "" ? "empty" : value, value == "" ? "as declared" : ours[key], FILENAME, FNR }
  ' - "$@"
}`;
