// Downloads a URL on the host, with whatever is installed there: curl, wget or Python.
import { redactUrl } from '../../model/redact-url.js';
import { Secret } from '../../model/secret.js';
import type { Script } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';

/** A URL and the digest of its contents. */
export interface Source {
  /** `http://` or `https://` URL. If it contains credentials, it must be a `Secret`. */
  readonly url: string | Secret;
  /** SHA-256 digest of the file: 64 hexadecimal digits, as printed by sha256sum(1). */
  readonly sha256: string;
}

const python = `
import shutil, sys, urllib.request
url = sys.stdin.readline().strip()
with urllib.request.urlopen(url, timeout=60) as answer:
    shutil.copyfileobj(answer, sys.stdout.buffer)
`;

/** Defines `proxy_of NAME`, which reads /etc/environment: sudo doesn't pass on these variables on all hosts. */
export const defineProxyOf: Script = sh`
proxy_of() {
  [ ! -e /etc/environment ] || sed -n "s/^ *\(export  *\)\{0,1\}$1=//p" /etc/environment | tail -n 1 | tr -d "\"'"
}`;

/** Assignments for the shell or for a single command: the session's proxies, or else those in /etc/environment. */
export const hostsProxies: Script = sh`http_proxy=\${http_proxy:-$(proxy_of http_proxy)} https_proxy=\${https_proxy:-$(proxy_of https_proxy)} no_proxy=\${no_proxy:-$(proxy_of no_proxy)}`;

/**
 * Defines `fetch public` and `fetch secret`, which read the URL from stdin, so that other processes can't see it in an
 * argument, and write the contents to stdout. The digest is compared afterwards, so the usual check of the server's
 * certificate is enough. apt's downloader is on every host, but takes the URL as an argument: it is tried last, and
 * never for a secret URL.
 */
export const defineFetch: Script = sh`${defineProxyOf}
apt_helper=/usr/lib/apt/apt-helper
fetch() (
  ${hostsProxies}
  export http_proxy https_proxy no_proxy
  if command -v curl >/dev/null; then
    sed 's/.*/url = "&"/' | curl -K - -fgsSL --proto =http,https --proto-redir =http,https \
      --connect-timeout 20 --speed-limit 1 --speed-time 60 --retry 2
  elif command -v wget >/dev/null; then wget -nv -O - -T 60 -t 3 -i -
  elif command -v python3 >/dev/null; then python3 -c ${python}
  elif [ "$1" = public ] && [ -x "$apt_helper" ]; then
    read -r url
    folder=$(mktemp -d)
    trap 'rm -rf -- "$folder"' EXIT
    chown _apt "$folder" 2>/dev/null || true
    said=$("$apt_helper" -o Acquire::Retries=2 download-file "$url" "$folder/file" 2>&1) || { printf '%s\n' "$said" >&2; exit 1; }
    cat "$folder/file"
  else
    echo 'curl, wget and python3 are all missing: install the packages curl and ca-certificates' >&2
    exit 1
  fi
)`;

/** Prints the contents of the URL; requires `defineFetch`. */
export function fetchFrom({ url }: Pick<Source, 'url'>): Script {
  return sh`printf '%s\n' ${url} | fetch ${url instanceof Secret ? 'secret' : 'public'}`;
}

/** Fails with a clear message if the file doesn't have the digest. */
export function refuseOther({ sha256 }: Pick<Source, 'sha256'>, path: string | Script): Script {
  return sh`
got=$(sha256sum <${path})
got=\${got%% *}
[ "$got" = ${sha256} ] || { printf 'the SHA-256 of the download is %s instead of %s\n' "$got" ${sha256} >&2; exit 1; }`;
}

/** Throws E_INPUT for an invalid URL, and for credentials that aren't a secret. */
export function checkUrl(url: Source['url']): void {
  const text = url instanceof Secret ? url.reveal() : url;
  const shown = url instanceof Secret ? 'the URL' : JSON.stringify(redactUrl(url));
  const refuse = (why: string): never => {
    throw new TrueupError('E_INPUT', `${shown} ${why}`);
  };
  if (!/^https?:\/\/[^/\s]+\/[!#-;=?-[\]_a-z~]*$/i.test(text)) refuse('is not a valid http or https URL');
  if (typeof url === 'string' && /^https?:\/\/[^/]*@/i.test(url))
    refuse('contains credentials; declare it as a secret');
}

/** Throws E_INPUT for a URL that `checkUrl` refuses, and for an invalid digest. */
export function checkSource({ url, sha256 }: Source): void {
  checkUrl(url);
  if (/^[0-9a-f]{64}$/.test(sha256)) return;
  const shown = url instanceof Secret ? 'the URL' : JSON.stringify(redactUrl(url));
  throw new TrueupError(
    'E_INPUT',
    `${shown} needs a sha256 of 64 hexadecimal digits, not ${JSON.stringify(sha256)}`,
  );
}
