// trueup inventory: shows an inventory as trueup resolves it.
import { Command, Option } from 'commander';
import { loadFleet } from '../../lib/inventory/load-fleet.js';
import { select } from '../../lib/inventory/patterns/select-hosts.js';
import { inventoryJson, inventoryTable, inventoryTree } from '../../lib/explain/inventory-listing.js';
import { identityOption } from '../identity-option.js';
import { inventoriesOf } from '../../lib/run/find-inventories.js';
import { inventoryOption, strictOption } from '../inventory-option.js';
import { loadOptions } from '../../lib/run/inventory-load-options.js';
import { builtinRoles } from '../builtin-roles.js';
import { inventorySettings, type InventoryOptions } from '../inventory-settings.js';
import { withVault } from '../vault-options.js';
import { warnOnStderr } from '../inventory-warnings.js';

interface Options extends InventoryOptions {
  readonly limit?: string;
  readonly list?: true;
  readonly graph?: true;
  readonly host?: string;
}

/** Reads and validates the inventory, then shows it; connects to no host. */
export function inventoryCommand(): Command {
  return withVault(new Command('inventory'))
    .description('show an inventory as trueup resolves it, without connecting to any host')
    .option(...inventoryOption)
    .option(...strictOption)
    .option('-l, --limit <pattern>', 'only these hosts, for example web* or lb:!lb2')
    .option(...identityOption)
    .addOption(
      new Option('--list', 'show the inventory as JSON, in the format of ansible-inventory').conflicts([
        'graph',
        'host',
        'limit',
      ]),
    )
    .addOption(new Option('--graph', 'show groups and hosts as a tree').conflicts(['host', 'limit']))
    .addOption(new Option('--host <name>', "show one host's variables as JSON").conflicts(['limit']))
    .addHelpText(
      'after',
      '\nExamples:\n  trueup inventory -i inventory/lab\n  trueup inventory --list | jq ._meta.hostvars.web1',
    )
    .action(async (options: Options) => {
      process.stdout.write(await inventoryText(options));
    });
}

async function inventoryText({ limit, list, graph, host, ...options }: Options): Promise<string> {
  const fleet = await loadFleet(inventoriesOf(options.inventory), {
    ...loadOptions(inventorySettings(options)),
    roles: await builtinRoles(),
    onWarning: warnOnStderr,
    site: 'optional',
    missingSecrets: 'tolerated',
    ...(limit !== undefined && { limit }),
  });
  if (list) return json(inventoryJson(fleet));
  if (graph) return inventoryTree(fleet);
  if (host !== undefined) return json(fleet.host(host).vars);
  return inventoryTable(limit === undefined ? fleet.hosts : select(fleet, limit));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
