// Whether the application answers, asked on its own host.
import { plainRequest, sh, type Script } from '../../lib/kit.js';
import type { AsVisitors } from './visitor-request.js';
import type { AppserverVars } from './vars.js';

/** Prints the first line of the response, or nothing if there is none. bash is Essential in Debian and Ubuntu. */
export function firstLine(address: string, port: number, path: string, as: AsVisitors): Script {
  const request = plainRequest({ path, ...as });
  return sh`{ timeout "$((5 * \${trueup_pace:-1}))" bash -c 'exec 3<>"/dev/tcp/$0/$1" || exit 1; printf %s "$2" >&3; head -n 1 <&3' ${address} ${port} ${request} || :; }`;
}

/** Exits with 0 if the response is not a server error, with 1 if there is no response, and with 2 for a server error. */
export function answers(address: string, { port, live_path }: AppserverVars, as: AsVisitors): Script {
  return sh`
line=$(${firstLine(address, port, live_path, as)})
case $line in
  'HTTP/1.'[01]' '[1-4]*) ;;
  '') printf 'GET %s on port %s: no response\n' ${live_path} ${port}; exit 1 ;;
  *) printf 'GET %s on port %s: the response is %s\n' ${live_path} ${port} "$line"; exit 2 ;;
esac`;
}
