// Cold: from bare hosts to the stack, against apt alone with the same packages and the same sources.
import { hosts, onOne, trueup } from './contenders.js';
import type { Measured } from './measure.js';

type Run = (argv: readonly string[], input?: string) => Promise<Measured>;

const captureSources = `cd / && tar -czf - $(ls -d etc/apt/sources.list.d/* etc/apt/preferences.d/* etc/apt/keyrings/* usr/share/keyrings/trueup* 2>/dev/null) 2>/dev/null | base64 -w0`;

/** What each host was given: its packages from the plan of the bare host, its sources from the finished one. */
async function aptScripts(run: Run, plan: string): Promise<ReadonlyMap<string, string>> {
  const scripts = new Map<string, string>();
  for (const [name, address] of Object.entries(hosts)) {
    const sources = (await run(onOne(address, captureSources).argv, captureSources)).stdout;
    scripts.set(
      name,
      `set -e; echo ${sources} | base64 -d | tar -xzf - -C /; export DEBIAN_FRONTEND=noninteractive
apt-get -qq update; apt-get -qq -y --no-install-recommends install ${packagesOf(name, plan).join(' ')} </dev/null`,
    );
  }
  return scripts;
}

interface PlannedEvent {
  readonly type: string;
  readonly host?: string;
  readonly steps?: readonly {
    readonly type: string;
    readonly changes: readonly { readonly verb: string; readonly what: string }[];
  }[];
}

function packagesOf(host: string, plan: string): readonly string[] {
  const events = plan
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as PlannedEvent);
  const planned = events.find((event) => event.type === 'host.planned' && event.host === host);
  return (planned?.steps ?? [])
    .filter((step) => step.type === 'apt.packages')
    .flatMap((step) => step.changes)
    .flatMap(({ verb, what }) => (verb === 'create' && what.startsWith('package ') ? [what.slice(8)] : []));
}

/** In turn, each from freshly reset hosts, with the downloads in the lab's cache. */
export async function measureCold(
  run: Run,
  rounds: number,
): Promise<{ readonly apt: readonly Measured[]; readonly apply: readonly Measured[] }> {
  const converge = trueup('apply', '-i', 'inventory/lab', '--yes', '--output', 'json').argv;
  const reset = trueup('lab', 'reset').argv;
  await run(reset);
  const plan = (await run(trueup('plan', '-i', 'inventory/lab', '--output', 'json').argv)).stdout;
  await run(converge);
  const install = aptInParallel(await aptScripts(run, plan));
  const [apt, apply]: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    await run(reset);
    apt.push(await run(install));
    await run(reset);
    apply.push(await run(converge));
  }
  return { apt, apply };
}

function aptInParallel(scripts: ReadonlyMap<string, string>): readonly string[] {
  const lines = [...scripts].map(([name, script]) => {
    const { argv } = onOne(hosts[name as keyof typeof hosts], script);
    const quoted = argv.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    return `printf %s '${script.replaceAll("'", `'\\''`)}' | ${quoted} >/dev/null & pids="$pids $!"`;
  });
  return ['bash', '-c', `pids=; ${lines.join('\n')}\nfor p in $pids; do wait $p || exit 1; done`];
}
