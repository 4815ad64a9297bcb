// What `trueup test nginx` boots and expects.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testOf } from '../../lib/kit.js';

/** The smallest possible application. */
const application = `import os
from http.server import BaseHTTPRequestHandler, HTTPServer


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"application\\n")


HTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Answer).serve_forever()
`;

export default testOf(async (lab) => {
  const { certificate, key, authority } = await lab.certificateFor('www.example.org', 'example.org');
  const source = join(lab.folder, 'application');
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'serve.py'), application);
  return {
    hosts: {
      web: {
        nginx: {
          server_name: 'www.example.org',
          server_aliases: ['example.org'],
          certificate,
          certificate_key: key,
          certificate_authority: authority,
          page_has: 'application',
        },
      },
      app: {
        appserver: {
          name: 'shop',
          source,
          packages: ['python3'],
          command: ['/usr/bin/python3', 'serve.py'],
          migrate: [],
          socket_activation: false,
          notify: false,
        },
      },
    },
  };
});
