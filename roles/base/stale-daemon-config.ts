// Whether a daemon runs with a configuration other than the one on disk, as reported by the daemon itself.
import { sh, type Script } from '../../lib/kit.js';

interface Asked {
  /**
   * Exits with 0 if the daemon has loaded the configuration on disk; else prints which one the daemon reports, or that
   * it does not answer.
   */
  readonly hasLoaded: Script;
  /** Loopback port at which the daemon reports its configuration. */
  readonly port: number;
  readonly config: string;
}

/**
 * Prints a line for `readOverruled` if the daemon runs with another configuration; `main` is its process, or 0. A
 * daemon that is too busy to answer doesn't count.
 */
export function anotherRuns({ hasLoaded, port, config }: Asked): Script {
  return sh`
[ "$main" != 0 ] || exit 0
# During a reload, the old process may still be the one that answers.
for again in 0.2 0.4 0.8 0; do
  if said=$( ( ${hasLoaded} ) 2>/dev/null ); then exit 0; fi
  case $said in *'does not answer'*) break ;; esac
  sleep "$again"
done
case $said in *'does not answer'*)
  status=0
  timeout "$((3 * \${trueup_pace:-1}))" bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0"' ${port} 2>/dev/null || status=$?
  # bash exits with 1 if nothing listens.
  [ "$status" = 1 ] || exit 0 ;;
esac
printf 'running configuration\ta different one\t%s\tprocess %s: %s\n' ${config} "$main" "$(tr '\0\t\n' '   ' <"/proc/$main/cmdline")"`;
}
