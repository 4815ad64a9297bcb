// The page that a balancer shows while no web server is healthy: the same as nginx's own.
import { file, Secret, TrueupError, type Resource, type Scope } from '../../lib/kit.js';
import type { NginxVars } from '../nginx/vars.js';
import type { HaproxyVars } from './vars.js';

/** A page has to fit into one of HAProxy's buffers, of which each connection may have two. */
const most = 64 * 1024;

/** Path of the page, which HAProxy reads when it starts. */
const unavailablePath = '/etc/haproxy/unavailable.html';

/** The arguments of an HAProxy action or error, after the status. */
export const unavailableAnswer = [
  'content-type "text/html; charset=utf-8"',
  `file ${unavailablePath}`,
  'hdr Retry-After 30',
  'hdr Cache-Control no-store',
  'hdr X-Content-Type-Options nosniff',
].join(' ');

/** The page's text. Throws E_INPUT if it is too large. */
export function unavailableText(
  { host, read, render }: Scope<HaproxyVars>,
  { server_name, maintenance_page }: NginxVars,
): string {
  const drawn =
    maintenance_page === undefined
      ? render('nginx/maintenance.html.njk', { site_name: server_name })
      : read(maintenance_page);
  const text = drawn instanceof Secret ? drawn.reveal() : drawn;
  if (Buffer.byteLength(text) <= most) return text;
  throw new TrueupError('E_INPUT', `${host.name}: nginx.maintenance_page is larger than ${most / 1024} KiB`, {
    host: host.name,
    hint: 'The balancers also serve this page and keep it in memory, so leave out large images and fonts.',
  });
}

/** The file with the page. */
export function unavailablePage(text: string): Resource {
  return file({ path: unavailablePath, content: text });
}
