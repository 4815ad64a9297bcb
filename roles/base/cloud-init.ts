// What cloud-init must not rewrite at each boot.
import { file, type Facts, type Resource } from '../../lib/kit.js';

/**
 * Template from which cloud-init creates /etc/hosts if its user-data says so, which no file on the host can override.
 */
export const hostsTemplate = '/etc/cloud/templates/hosts.debian.tmpl';

/**
 * Keeps the host's name and /etc/hosts from cloud-init, which writes everything else only at an instance's first boot.
 */
export function* keptFromCloudInit({ cloudInit }: Facts): Iterable<Resource> {
  if (!cloudInit) return;
  yield file({
    path: '/etc/cloud/cloud.cfg.d/99-trueup.cfg',
    content: `# The host's name and /etc/hosts are written by trueup.\npreserve_hostname: true\nmanage_etc_hosts: false\n`,
  });
}
