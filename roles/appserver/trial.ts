// Tries a release with the configuration on disk, out of reach of visitors, before it may serve.
import { sh, unitJournal, type Script } from '../../lib/kit.js';
import { answers, firstLine } from './application-answers.js';
import type { AsVisitors } from './visitor-request.js';
import type { Layout } from './paths-and-units.js';
import type { AppserverVars } from './vars.js';

/** All of 127.0.0.0/8 is the host itself; on an address that nothing else uses, the port is free. */
export const trialAddress = '127.84.82.85';

const memory = '/run/trueup/tried';

/** File that contains the number of seconds that the last trial took to answer. */
export const secondsOf = ({ service }: Layout): string => `${memory}/${service}.seconds`;

export interface Trial {
  readonly vars: AppserverVars;
  readonly layout: Layout;
  /** Address at which the running release answers. */
  readonly address: string;
  readonly as: AsVisitors;
  /** Files on the host that the release is started with. */
  readonly given: readonly string[];
}

/**
 * A script that tries a release, which is a shell word with its path below the root: the release is started, must
 * answer and be as healthy as the running one, and is stopped. Does nothing if exactly this was tried since the last
 * boot. Fails with the journal and the reason.
 */
export function tryRelease({ vars, layout, address, as, given }: Trial, release: Script): Script {
  const { trial, trialSocket, service } = layout;
  const all = [trial, trialSocket].map((unit) => unit.replace('@.', '@*.'));
  const healthy = (at: string): Script =>
    sh`case $(${firstLine(at, vars.port, vars.health_path, as)}) in 'HTTP/1.'[01]' 200'*) ;; *) false ;; esac`;
  return sh`
release=${release}
end() {
  systemctl stop -- ${all} || :
  systemctl reset-failed -- ${all} 2>/dev/null || :
}
# Removes what a lost run left.
end
tried=${`${memory}/${service}`}
mark=$( { printf '%s\n' "$release"; sha256sum -- ${given}; } | sha256sum)
if [ "$(cat "$tried" 2>/dev/null || :)" = "$mark" ]; then exit 0; fi
unit=${trial.replace('.service', '')}"$(systemd-escape -- "$release")"
seconds_up() { cut -d . -f 1 /proc/uptime; }
since=$(date '+%Y-%m-%d %H:%M:%S')
${unitJournal}
refuse() {
  said=$(journal_of "$unit.service" --since="$since" --lines=300 --output=short-iso 2>/dev/null || :)
  # The frames of tracebacks are removed from long output, because the exception itself is more useful.
  [ "$(printf '%s\n' "$said" | wc -l)" -le 40 ] || said=$(printf '%s\n' "$said" | sed '/\]: [[:space:]]/d' | tail -n 40)
  # The reason comes last, because a view without room for everything shows the end.
  printf '%s\nthe trial of %s failed: %s\n' "$said" "$release" "$1" >&2
  exit 1
}
trap end EXIT
# Without this, a signal would end the shell before it stops the trial.
trap 'exit 1' HUP INT TERM
began=$(seconds_up)
systemctl start -- "$unit.service" || refuse 'the application does not start'
deadline=${vars.start_seconds}
deadline=$(($(seconds_up) + deadline * \${trueup_pace:-1}))
wrong=0 status=0
while :; do
  said=$( ${answers(trialAddress, vars, as)}
) && break || status=$?
  # An error may be temporary, but gets less time than the start.
  [ "$status" = 1 ] || wrong=$((wrong + 1))
  systemctl is-active --quiet -- "$unit.service" || refuse 'the application exited'
  if [ "$wrong" -ge 10 ] || [ "$(seconds_up)" -ge "$deadline" ]; then refuse "$said"; fi
  sleep 1
done
( umask 077; mkdir -p ${memory}; printf '%s\n' "$(($(seconds_up) - began))" >${secondsOf(layout)} )
# A problem of both releases (for instance, with the database) is not the fault of this one.
tries=0
until ${healthy(trialAddress)}; do
  tries=$((tries + 1))
  if [ "$tries" -lt 5 ]; then sleep 1; continue; fi
  if ${healthy(address)}; then refuse ${`GET ${vars.health_path} does not return 200, although it does for the running release`}; fi
  break
done
printf '%s\n' "$mark" >"$tried"`;
}

/** The same for the current release. */
export function tryCurrent(trial: Trial): Script {
  return tryRelease(trial, sh`$(readlink -- ${`${trial.layout.root}/current`})`);
}
