// A daemon that doesn't answer in time is busy, and not one with another configuration.
import { sh, type Script } from '../../lib/kit.js';

/** Exits with 0 where `said`, by which a daemon told of its configuration, names none although somebody listens on the port. */
export function unlessBusy(port: number): Script {
  return sh`
case $said in *'configuration , but'*)
  status=0
  timeout "$((3 * \${trueup_pace:-1}))" bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0"' ${port} 2>/dev/null || status=$?
  # bash ends with 1 where nobody listens.
  [ "$status" = 1 ] || exit 0 ;;
esac`;
}
