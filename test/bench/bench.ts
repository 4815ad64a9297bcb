// Measures trueup against the floor on the lab, in turn, in one run. Not a test: it asserts nothing about time.
import { contenders, hosts, onOne, trueup, type Scenario } from './contenders.js';
import { measureCold } from './cold.js';
import { measure, type Measured } from './measure.js';

const rounds = Number(process.argv.find((arg) => /^--rounds=/.test(arg))?.slice(9) ?? 9);
const cold = process.argv.includes('--cold');

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Round trips: questions and answers on an open channel; a floor's exec is one. */
function roundTrips({ stdout }: Measured): number {
  return stdout.split('\n').filter((line) => line.includes('"host.asking"')).length;
}

function row(name: string, scenario: string, runs: readonly Measured[], trips: string): string {
  const wall = runs.map((run) => run.wallMs);
  const spread = `${Math.round(Math.min(...wall))}–${Math.round(Math.max(...wall))}`;
  const cells = [
    scenario,
    name,
    Math.round(median(wall)),
    spread,
    Math.round(median(runs.map((run) => run.cpuMs))),
    Math.round(median(runs.map((run) => run.peakMiB))),
    trips,
  ];
  return `| ${cells.join(' | ')} |`;
}

async function checked(argv: readonly string[], input?: string): Promise<Measured> {
  const [command = '', ...args] = argv;
  const measured = await measure(command, args, input);
  if (measured.status !== 0)
    throw new Error(
      `${argv.join(' ')} ended with ${String(measured.status)}\n${measured.stdout.slice(-2000)}`,
    );
  return measured;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

print('| scenario | contender | wall ms (median) | min–max | CPU ms | peak MiB | round trips |');
print('|---|---|---|---|---|---|---|');
await checked(trueup('lab', 'up', '--install').argv);
await checked(trueup('apply', '-i', 'inventory/lab', '--yes', '--output', 'json').argv);
const ratios: string[] = [];
for (const scenario of ['no-op', 'plan', 'one drifted file'] as const satisfies readonly Scenario[]) {
  const runs = new Map(contenders.map(({ name }) => [name, [] as Measured[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) {
      const command = contender.command(scenario);
      if (!command) continue;
      if (scenario === 'one drifted file')
        await checked(
          onOne(hosts.web1, 'echo "# drift" >> /etc/nginx/nginx.conf').argv,
          'echo "# drift" >> /etc/nginx/nginx.conf',
        );
      runs.get(contender.name)?.push(await checked(command.argv, 'input' in command ? command.input : ''));
    }
  }
  for (const { name } of contenders) {
    const own = runs.get(name) ?? [];
    const [first] = own;
    if (first)
      print(
        row(
          name,
          scenario,
          own,
          name === 'trueup' ? String(roundTrips(first)) : String(Object.keys(hosts).length),
        ),
      );
  }
  const [floor, ours] = contenders.map(({ name }) => median((runs.get(name) ?? []).map((run) => run.wallMs)));
  if (floor !== undefined && ours !== undefined && !Number.isNaN(floor))
    ratios.push(`${scenario}: ${(ours / floor).toFixed(2)} × the floor`);
}
if (cold) {
  const { apt, apply } = await measureCold(checked, 3);
  print(row('five parallel apt-get install', 'cold', apt, '5'));
  print(row('trueup', 'cold', apply, apply[0] ? String(roundTrips(apply[0])) : ''));
  const [floor, ours] = [apt, apply].map((runs) => median(runs.map((run) => run.wallMs)));
  if (floor !== undefined && ours !== undefined) ratios.push(`cold: ${(ours / floor).toFixed(2)} × bare apt`);
}
print('');
for (const ratio of ratios) print(ratio);
