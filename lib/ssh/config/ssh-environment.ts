// The environment of the ssh program and of the commands in its configuration.
import type { ConnectOptions } from '../link/connect-options.js';

/** The default PATH. */
export const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The operator's environment, so that a ProxyCommand finds its programs, with the locale in which trueup parses messages. */
export function sshEnvironment({
  environment = { PATH: usualPath },
  home,
  agentSocket,
}: Pick<ConnectOptions, 'environment' | 'home' | 'agentSocket'>): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment))
    // The operator's own askpass would open a window for each host.
    if (value !== undefined && !name.startsWith('SSH_ASKPASS')) own[name] = value;
  return {
    ...own,
    HOME: home,
    LC_ALL: 'C',
    ...(agentSocket === undefined ? {} : { SSH_AUTH_SOCK: agentSocket }),
  };
}
