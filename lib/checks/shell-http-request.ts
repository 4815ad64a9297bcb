// The text of an HTTP request, for a shell that sends it without a client.

export interface PlainRequest {
  readonly path: string;
  /** Value of the Host header. Defaults to `localhost`. */
  readonly name?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An HTTP/1.0 request, so that the response is not chunked and ends with the connection. */
export function plainRequest({ path, name = 'localhost', headers = {} }: PlainRequest): string {
  const lines = Object.entries({ Host: name, 'User-Agent': 'trueup', Connection: 'close', ...headers });
  return [`GET ${path} HTTP/1.0`, ...lines.map(([key, value]) => `${key}: ${value}`), '', ''].join('\r\n');
}
