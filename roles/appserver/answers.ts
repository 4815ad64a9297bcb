// Whether the application answers, asked on its own host.
import { sh, type Script } from '../../lib/kit.js';
import type { AppserverVars } from './vars.js';

/** Exits with 0 where it answers anything but an error of its own. bash is Essential in Debian and Ubuntu. */
export function answers(address: string, { port, live_path }: AppserverVars): Script {
  const request = `GET ${live_path} HTTP/1.0\r\nHost: localhost\r\nUser-Agent: trueup\r\n\r\n`;
  return sh`
line=$(timeout "$((5 * \${trueup_pace:-1}))" bash -c 'exec 3<>"/dev/tcp/$0/$1" || exit 1; printf %s "$2" >&3; head -n 1 <&3' ${address} ${port} ${request}) || :
case $line in
  'HTTP/1.'[01]' '[1-4]*) ;;
  *) printf 'it does not answer on port %s, or with an error: %s\n' ${port} "$line"; exit 1 ;;
esac`;
}
