// Checks a plain HTTP endpoint from a host, for endpoints that the controller can't reach.
import type { Check, HostQuestion } from '../model/check.js';
import type { Answer } from '../model/script.js';
import { sh } from '../shell/sh.js';
import type { HttpResponse } from './http-request.js';
import { couldNotLook, inOneLine } from './inconclusive-check.js';
import { differenceOf, type HttpExpectation } from './http.js';
import { plainRequest, type PlainRequest } from './shell-http-request.js';

export interface HttpOnHostWish extends PlainRequest {
  readonly title?: string;
  /** Name of the host that sends the request. */
  readonly on: string;
  /** Address to connect to. Defaults to the host itself. */
  readonly address?: string;
  readonly port: number;
  readonly expect: HttpExpectation;
  readonly retry?: Check['retry'];
  readonly needs?: Check['needs'];
}

/** Time limit for a host of normal speed. */
const seconds = 10;

/** Does what `curl` would do, on hosts without it: bash is Essential in Debian and Ubuntu. */
function question({ on, address = '127.0.0.1', port, ...request }: HttpOnHostWish): HostQuestion {
  return {
    on,
    script: sh`
command -v bash >/dev/null && command -v timeout >/dev/null || { echo 'bash or timeout is not installed' >&2; exit 127; }
most=${seconds}
most=$((most * \${trueup_pace:-1}))
timeout "$most" bash -c 'exec 3<>"/dev/tcp/$0/$1" || exit 1; printf %s "$2" >&3; exec cat <&3' ${address} ${port} ${plainRequest(request)} || {
  status=$?
  [ "$status" != 124 ] || echo "$most" >&2
  exit "$status"
}`,
  };
}

function read(on: string, answer: Answer | undefined): HttpResponse | string {
  if (!answer || answer.status === 127) throw couldNotLook(`${on} can't send requests`, answer);
  if (answer.status === 124)
    return `no answer within ${inOneLine(answer.stderr)} s; if ${on} is slow, raise its ansible_timeout`;
  const [head = '', ...rest] = answer.stdout.split('\r\n\r\n');
  const [, version = '', status] = /^HTTP\/(\d\.\d) (\d{3})/.exec(head) ?? [];
  if (status === undefined)
    return complaint(answer.stderr) || 'the server closed the connection without answering';
  const headers = head
    .split('\r\n')
    .slice(1)
    .map((line) => [line.split(':', 1)[0]?.toLowerCase() ?? '', line.replace(/^[^:]*:\s*/, '')] as const);
  return {
    status: Number(status),
    version,
    headers: Object.fromEntries(headers),
    body: rest.join('\r\n\r\n'),
  };
}

/** bash reports a failed connection twice: `…: line 1: /dev/tcp/127.0.0.1/8081: Connection refused`. */
function complaint(stderr: string): string {
  const [, address, port, why] = /\/dev\/tcp\/([^/]+)\/(\d+): (.+)/.exec(stderr) ?? [];
  return why === undefined ? inOneLine(stderr) : `${address}:${port}: ${why}`;
}

/** Checks the response to an HTTP request that is sent from a host. */
export function httpOnHost(wish: HttpOnHostWish): Check {
  const { on, address, port, path, expect, retry, needs } = wish;
  const where = address === undefined ? `port ${port} on ${on}` : `${address}:${port} from ${on}`;
  return {
    title: wish.title ?? `${path} on ${where} returns ${expect.status}`,
    questions: [question(wish)],
    ...(retry && { retry }),
    ...(needs && { needs }),
    judge([answer]) {
      const response = read(on, answer);
      return typeof response === 'string' ? response : differenceOf(response, expect);
    },
  };
}
