// An HTTP request from the controller, as a question of a check.
import { isIP } from 'node:net';
import type { ControllerQuestion } from '../model/check.js';
import { messageOf } from '../model/thrown-message.js';
import { paceOf, tooLate } from '../model/host-timeouts.js';
import type { Answer } from '../model/script.js';
import { couldNotLook } from './inconclusive-check.js';

export interface HttpRequest {
  /** URL: `https://www.foobar.com/`. */
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Address to connect to. By default, the URL's host is resolved. */
  readonly address?: string;
  /** CA certificates to trust, in PEM format. Defaults to those of Node.js. */
  readonly authority?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly version: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

const longest = 1 << 20;
const seconds = 15;

/**
 * The answer's stdout is an `HttpResponse` in JSON. If there is no response, the status is 1 and stderr gives the
 * reason.
 */
export function askHttp(request: HttpRequest): ControllerQuestion {
  return {
    on: 'controller',
    async ask(signal, host) {
      const most = seconds * paceOf(host);
      const late = AbortSignal.timeout(most * 1000);
      try {
        const response = await exchange(request, AbortSignal.any([signal, late]));
        return { status: 0, stdout: JSON.stringify(response), stderr: '' };
      } catch (error) {
        const said = messageOf(error);
        return { status: 1, stdout: '', stderr: late.aborted ? tooLate(most, host) : said };
      }
    },
  };
}

/** The response, or a description of what went wrong. */
export function readHttp(answer: Answer | undefined): HttpResponse | string {
  if (!answer) throw couldNotLook('the request could not be sent');
  if (answer.status !== 0) return answer.stderr;
  return JSON.parse(answer.stdout) as HttpResponse;
}

async function exchange(wish: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const { request } = wish.url.startsWith('https:') ? await import('node:https') : await import('node:http');
  const { address, authority, body, headers, method = 'GET' } = wish;
  const { hostname } = new URL(wish.url);
  return new Promise((resolve, reject) => {
    const call = request(
      wish.url,
      {
        method,
        signal,
        agent: false,
        ...(headers && { headers }),
        ...(authority !== undefined && { ca: authority }),
        ...(isIP(hostname) === 0 && { servername: hostname }),
        ...(address !== undefined && {
          lookup: (_name, options, found) => {
            const family = isIP(address);
            if (options.all === true) found(null, [{ address, family }]);
            else found(null, address, family);
          },
        }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= longest) chunks.push(chunk);
          else response.destroy(new Error(`the body is larger than ${longest} bytes`));
        });
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            version: response.httpVersion,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          });
        });
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
