// Measures what visitors notice of planned changes and of failures. Not a test: it asserts nothing about time.
import { parseArgs } from 'node:util';
import { mochaGlobalSetup as noteLab, mochaGlobalTeardown as returnLab } from '../../e2e/borrowed-lab.js';
import { trueup } from '../../e2e/run-trueup.js';
import { measureScenario, type Measured } from './measure-scenario.js';
import { chosen } from './scenarios.js';
import { Site } from './site.js';
import { heading, row } from './table.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    inventory: { type: 'string', default: 'inventory/lab' },
    rate: { type: 'string', default: '50' },
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const scenarios = chosen(values.only.flatMap((names) => names.split(',')));
  if (values.list) {
    for (const { name, title } of scenarios) print(`${name.padEnd(24)} ${title}`);
    return;
  }
  if (process.getuid?.() !== 0) throw new Error('the lab needs root');
  const stop = new AbortController();
  process.once('SIGINT', () => {
    say('stops after this scenario');
    stop.abort();
  });
  await noteLab();
  const up = await trueup('lab', '-i', values.inventory, 'up');
  if (up.status !== 0) throw new Error(up.stderr);
  const site = new Site(values.inventory);
  const rates = { reads: Number(values.rate), writes: 5 };
  try {
    if (!values.json) print(heading);
    for (const scenario of scenarios) {
      if (stop.signal.aborted) break;
      say(`${scenario.name}: ${scenario.title}`);
      try {
        await site.restore(scenario.size);
        const measured: Measured = await measureScenario(site, scenario, rates);
        print(values.json ? JSON.stringify(measured) : row(measured));
      } catch (error) {
        process.exitCode = 1;
        say(`${scenario.name}: could not be measured: ${(error as Error).message}`);
      }
    }
    await site.restore('five');
    await site.stopAdded();
  } finally {
    site.folder.remove();
    await returnLab();
  }
}

await main().catch((error: unknown) => {
  say((error as Error).message);
  process.exitCode = 1;
});
