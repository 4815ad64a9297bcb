// A site for tests: what a web server needs to show one page.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Secret, TestLab } from '../../lib/kit.js';

/** Variables of nginx. */
export async function testSite(lab: TestLab): Promise<{
  readonly server_name: string;
  readonly certificate: string;
  readonly certificate_key: Secret;
  readonly certificate_authority: string;
  readonly static: string;
  readonly page_has: string;
}> {
  const server_name = 'www.example.org';
  const { certificate, key, authority } = await lab.certificateFor(server_name);
  const folder = join(lab.folder, 'site');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<h1>Welcome</h1>\n');
  writeFileSync(join(folder, 'robots.txt'), 'User-agent: *\n');
  return {
    ...{ server_name, certificate, certificate_key: key, certificate_authority: authority },
    ...{ static: folder, page_has: 'Welcome' },
  };
}
