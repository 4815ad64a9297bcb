// Planned: what lasts longer than a request, a download and a WebSocket, while nginx and HAProxy are reloaded.
import { declareRelease } from './release.js';
import type { Scenario } from './scenario.js';
import { Stream } from './stream.js';

/** The guest book's connection goes to a thread that says something again and again; the worker is free. */
const streaming = `

def _stream(socket, head):
    import threading
    import time

    def speak():
        try:
            socket.sendall(head)
            while True:
                socket.sendall(b"." * 1024)
                time.sleep(0.2)
        except OSError:
            socket.close()

    threading.Thread(target=speak, daemon=True).start()


_heads = {
    "/-/socket": b"HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n",
    "/-/download": b"HTTP/1.1 200 OK\\r\\nContent-Type: application/octet-stream\\r\\nConnection: close\\r\\n\\r\\n",
}
_pages = app.wsgi_app


def _pages_and_streams(environ, start_response):
    head = _heads.get(environ["PATH_INFO"])
    if head is None:
        return _pages(environ, start_response)
    _stream(environ["gunicorn.socket"].dup(), head)
    # gunicorn takes it for a client that left, and says nothing more.
    raise StopIteration


app.wsgi_app = _pages_and_streams
`;

const watchSeconds = 66;

function reloaded(
  what: string,
  group: string,
  variable: readonly [string, string],
  value: unknown,
): Scenario {
  const streams: Stream[] = [];
  return {
    name: `long-lived-${what}`,
    title: `${what} is reloaded during a download and a WebSocket connection`,
    kind: 'planned',
    size: 'five',
    prepare: async (site) => {
      declareRelease(site, 'streaming', streaming);
      await site.apply();
    },
    event: async (site) => {
      streams.push(await Stream.open(site.door, 'download'), await Stream.open(site.door, 'socket'));
      site.folder.set(group, variable, value);
      return site.apply();
    },
    watchSeconds,
    seen: () => Promise.resolve(streams.map((stream) => stream.account).join('; ')),
    after: () => {
      for (const stream of streams.splice(0)) stream.close();
      return Promise.resolve();
    },
  };
}

export const longLived: readonly Scenario[] = [reloaded('nginx', 'web', ['nginx', 'read_timeout'], '61s')];
