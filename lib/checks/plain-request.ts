// The text of an HTTP request, as a shell sends it without any client.

export interface PlainRequest {
  readonly path: string;
  /** The Host header; `localhost` where absent. */
  readonly name?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** HTTP/1.0, so that the answer comes unchunked and ends with the connection. */
export function plainRequest({ path, name = 'localhost', headers = {} }: PlainRequest): string {
  const lines = Object.entries({ Host: name, 'User-Agent': 'trueup', Connection: 'close', ...headers });
  return [`GET ${path} HTTP/1.0`, ...lines.map(([key, value]) => `${key}: ${value}`), '', ''].join('\r\n');
}
