// Checks the response of a URL: status, headers and body.
import type { Check } from '../model/check.js';
import { askHttp, readHttp, type HttpRequest, type HttpResponse } from './http-request.js';
import { inOneLine } from './inconclusive-check.js';
import { isIn } from './command-succeeds.js';

export interface HttpExpectation {
  readonly status: number;
  /** Headers by their names in lower case. Each header must be present and match; with `false`, it must be absent. */
  readonly headers?: Readonly<Record<string, string | RegExp | false>>;
  /** What the body must contain or match. */
  readonly body?: string | RegExp;
}

export interface HttpWish extends HttpRequest {
  /** Title of the check. Defaults to the URL and the expected status. */
  readonly title?: string;
  readonly expect: HttpExpectation;
  readonly retry?: Check['retry'];
  readonly needs?: Check['needs'];
}

/** Checks the response to an HTTP request that is sent from the controller. */
export function httpAnswers({ title, expect, retry, needs, ...request }: HttpWish): Check {
  const via = request.address === undefined ? '' : ` via ${request.address}`;
  return {
    title: title ?? `${request.url}${via} returns ${expect.status}`,
    questions: [askHttp(request)],
    ...(retry && { retry }),
    ...(needs && { needs }),
    judge([answer]) {
      const response = readHttp(answer);
      return typeof response === 'string' ? response : differenceOf(response, expect);
    },
  };
}

/** Undefined if the response is as expected, else the difference. */
export function differenceOf(response: HttpResponse, expect: HttpExpectation): string | undefined {
  if (response.status !== expect.status) {
    const to = response.headers.location;
    return `status ${response.status}${to === undefined ? '' : ` to ${String(to)}`}: ${inOneLine(response.body)}`;
  }
  for (const [name, wanted] of Object.entries(expect.headers ?? {})) {
    const found = response.headers[name];
    const text = Array.isArray(found) ? found.join(', ') : (found as string | undefined);
    if (wanted === false) {
      if (text !== undefined) return `header ${name} is present: ${text}`;
    } else if (text === undefined) return `header ${name} is missing`;
    else if (!isIn(wanted, text)) return `header ${name} is ${text}`;
  }
  if (expect.body === undefined || isIn(expect.body, response.body)) return undefined;
  return `the body does not contain ${String(expect.body)}: ${inOneLine(response.body)}`;
}
