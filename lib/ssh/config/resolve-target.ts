// Merges what the inventory and ssh_config say into one description of how to reach a host.
import type { Connection } from '../../model/fleet.js';
import { paceOf, usualTimeoutSeconds } from '../../model/host-timeouts.js';
import { TrueupError } from '../../model/trueup-error.js';
import type { ConnectOptions } from '../link/connect-options.js';
import { readProxyJump, type Jump } from './read-proxy-jump.js';
import { hasNoEffect } from './supported-keywords.js';
import { resolveServer, type Context } from './resolve-server.js';
import type { Server, SshConfig, Target } from '../link/target.js';

/** Merges all settings for one host: the inventory wins, then ssh_config, then ssh's defaults. */
export async function resolveTarget(
  host: string,
  connection: Connection,
  options: ConnectOptions,
): Promise<Target> {
  if (connection.configFile === 'vagrant') throw boxDown(host);
  const context = { host, connection, options };
  const { host: alias, port, user, password, proxyJump } = connection;
  const own = optionsOf(connection);
  const asked = { alias, options: own, ...(port && { port }), ...(user !== undefined && { user }) };
  const { server, files, known, jump } = await resolveServer(asked, true, context);
  const jumps = readProxyJump(host, proxyJump ?? jump);
  // `none` is not a number.
  const configured = Number(server.config.get('connecttimeout')?.[0]) || usualTimeoutSeconds;
  return {
    ...server,
    config: proxyJump === undefined ? server.config : without(server.config, 'proxycommand', 'proxyjump'),
    host,
    ...(password === undefined ? {} : { password }),
    hops: await resolveHops(jumps, context, new Set([alias])),
    connectTimeoutSeconds: connection.connectTimeoutSeconds ?? configured,
    keepaliveSeconds: options.keepaliveSeconds ?? 15 * paceOf(connection),
    configFiles: files,
    knownSettings: known,
    options: own,
  };
}

/** The inventory's ssh options, without those that have no effect here. */
function optionsOf({ sshOptions = [], proxyJump }: Connection): readonly string[] {
  return sshOptions.filter((option) => {
    const [keyword = ''] = option.split('=', 1);
    const isOther = /^proxy(command|jump)$/i.test(keyword) && proxyJump !== undefined;
    return !isOther && !hasNoEffect(keyword);
  });
}

function without(config: SshConfig, ...keywords: readonly string[]): SshConfig {
  return new Map([...config].filter(([keyword]) => !keywords.includes(keyword)));
}

/** The error if this box was not up when the fleet was loaded, which is when Vagrant was queried. */
function boxDown(host: string): TrueupError {
  return new TrueupError('E_CONNECT', `${host}: its Vagrant box is not running`, {
    host,
    hint: `Start it in the folder of its Vagrantfile: vagrant up ${host}`,
  });
}

async function resolveHops(
  jumps: readonly Jump[],
  context: Context,
  passed: ReadonlySet<string>,
): Promise<readonly Server[]> {
  const [first, ...others] = await Promise.all(jumps.map((jump) => resolveServer(jump, false, context)));
  if (!first) return [];
  // The first hop may itself have a ProxyJump; but one under `Host *` also makes a hop its own jump server.
  const before = readProxyJump(context.host, first.jump);
  const seen = new Set([...passed, ...jumps.map((jump) => jump.alias)]);
  const isNew = before.every((jump) => !seen.has(jump.alias));
  const hops = [first, ...others].map(({ server }) => server);
  // Each of the others is reached through the one before it, whatever ssh_config says about it.
  const plain = hops.map((hop, index) =>
    index > 0 || !isNew ? { ...hop, config: without(hop.config, 'proxycommand', 'proxyjump') } : hop,
  );
  return [...(isNew ? await resolveHops(before, context, seen) : []), ...plain];
}
