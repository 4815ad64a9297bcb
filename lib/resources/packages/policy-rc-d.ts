// Keeps a package's service from starting before it is configured.
import { sh } from '../../shell/sh.js';

/** A line that identifies trueup's file. */
export const policyMark = '# Written by trueup for one apt transaction, and removed afterwards.';

/*
 * The interface of /usr/sbin/policy-rc.d (invoke-rc.d(8), deb-systemd-invoke(1p)): it is called with options, a unit or
 * an init script's name, and an action; 101 forbids the action, 104 allows it. Units that ran before the transaction
 * are left to the package; all others stay down. Timers, dbus and systemd's own units need not wait for anything. An
 * existing file is moved aside, asked first, and put back.
 */
const body = sh`
kept=/usr/sbin/policy-rc.d.before-trueup
if [ -x "$kept" ]; then "$kept" "$@"; theirs=$?; case $theirs in 0 | 104) ;; *) exit "$theirs" ;; esac; fi
while :; do case \${1:-} in -*) shift ;; *) break ;; esac; done
unit=\${1:-}
case $unit in *.*) ;; *) unit=$unit.service ;; esac
case $unit in *.timer | dbus.* | systemd-*) exit 104 ;; esac
case " $running " in *" $unit "*) exit 104 ;; esac
exit 101`;

/** Puts the policy in place until the surrounding script ends, however it ends. */
export const policyRcD = sh`
policy=/usr/sbin/policy-rc.d kept=/usr/sbin/policy-rc.d.before-trueup
tidy() {
  if grep -qs ${policyMark} "$policy"; then rm -f "$policy"; fi
  rm -f "$policy.trueup"
  if [ -e "$kept" ]; then mv -f "$kept" "$policy"; fi
}
tidy
trap tidy EXIT; trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM
if [ -e "$policy" ]; then mv "$policy" "$kept"; fi
running=$(systemctl list-units --plain --no-legend --no-pager --type=service,socket,path \
  --state=active,activating,reloading 2>/dev/null | while read -r unit rest; do printf '%s ' "$unit"; done)
{
  printf '%s\n' '#!/bin/sh' ${policyMark} "running='$running'"
  printf '%s\n' ${body.text}
} >"$policy.trueup"
chmod 755 "$policy.trueup"
sync "$policy.trueup"
mv "$policy.trueup" "$policy"`;
