// trueup explain: describes the stack in words and as a diagram, and shows where a value comes from.
import { Command, Option } from 'commander';
import { originInWords, originsInWords } from '../../lib/explain/variable-origin.js';
import { stackDiagram } from '../../lib/explain/stack-diagram.js';
import { hostInWords, stackInWords } from '../../lib/explain/describe-stack.js';
import { loadFleet } from '../../lib/inventory/load-fleet.js';
import { withExtraVars } from '../extra-vars-option.js';
import { identityOption } from '../identity-option.js';
import { inventoriesOf } from '../../lib/run/find-inventories.js';
import { inventoryOption, strictOption } from '../inventory-option.js';
import { loadOptions } from '../../lib/run/inventory-load-options.js';
import { builtinRoles } from '../builtin-roles.js';
import { inventorySettings, type InventoryOptions } from '../inventory-settings.js';
import { withVault } from '../vault-options.js';
import { warnOnStderr } from '../inventory-warnings.js';

interface Options extends InventoryOptions {
  readonly var?: string;
  readonly mermaid?: true;
}

/** Reads and validates the inventory, then explains it; connects to no host. */
export function explainCommand(): Command {
  return withExtraVars(withVault(new Command('explain')))
    .description(
      'describe the stack without connecting to any host: the purpose of each part, and which hosts talk to each other',
    )
    .argument('[host]', 'describe only this host')
    .option(...inventoryOption)
    .option(...strictOption)
    .option(...identityOption)
    .addOption(
      new Option('--var <name>', 'show the source of this variable, such as nginx.server_name').conflicts(
        'mermaid',
      ),
    )
    .option('--mermaid', 'show only the diagram, as Mermaid source')
    .addHelpText(
      'after',
      '\nExamples:\n  trueup explain -i inventory/lab\n  trueup explain lb1\n  trueup explain --var nginx.server_name web1\n  trueup explain --mermaid > stack.mmd',
    )
    .action(async (host: string | undefined, options: Options) => {
      process.stdout.write(await explanation(host, options));
    });
}

async function explanation(host: string | undefined, options: Options): Promise<string> {
  const fleet = await loadFleet(inventoriesOf(options.inventory), {
    ...loadOptions(inventorySettings(options)),
    roles: await builtinRoles(),
    onWarning: warnOnStderr,
    missingSecrets: 'tolerated',
  });
  const { roles } = fleet;
  const one = host === undefined ? undefined : fleet.host(host);
  const { var: name } = options;
  if (name !== undefined) {
    return one ? originInWords(name, one, fleet) : originsInWords(name, fleet.hosts, fleet);
  }
  const diagram = stackDiagram(fleet, roles, one);
  if (options.mermaid) return diagram;
  const words = one ? hostInWords(one, fleet, roles) : stackInWords(fleet, roles);
  return `${words}\nAs a diagram (Mermaid)\n${diagram}`;
}
