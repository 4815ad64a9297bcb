// Searches for secrets where anyone can read them: in process arguments during an apply, and in what remains after it.
import { labPaths } from '../../lab/settings/lab-paths.js';
import { Secret } from '../../model/secret.js';
import { sh } from '../../shell/sh.js';
import type { Finding } from '../report-row.js';
import { WatchedHost } from '../secrets/watched-host.js';
import { machineOf } from '../stage/stage.js';
import type { Runs } from '../stage/engine-runs.js';
import type { Tried } from '../discovered-cases.js';
import { bad, counted } from './finding-texts.js';

/** Shorter texts occur in many places by chance. */
const shortest = 8;

/** Watches processes until it is stopped, then searches the hosts. */
export class SecretsWatch {
  readonly #watched: readonly WatchedHost[];
  readonly #texts: readonly string[];

  constructor(
    readonly runs: Runs,
    readonly secrets: readonly string[],
  ) {
    this.#texts = [...new Set(secrets.flatMap(linesOf))];
    const [host] = runs.stage.fleet.hosts;
    // One is enough: it sees all processes of this machine, and therefore those of all hosts.
    this.#watched =
      host && this.#texts.length > 0
        ? [
            new WatchedHost(
              labPaths(runs.stage.lab).host(machineOf(runs.stage, host.name).name).root,
              this.#texts,
            ),
          ]
        : [];
  }

  /** Starts to watch the processes of all hosts. */
  start(): void {
    for (const one of this.#watched) one.watch([]);
  }

  /** Stops watching processes. */
  async stop(): Promise<void> {
    for (const one of this.#watched) await one.stop();
  }

  /** What was seen in the meantime, and what is on the hosts now. */
  async areSeenNowhere(): Promise<Finding> {
    const short = this.secrets.filter((text) => text.length < shortest).length;
    const notes =
      short === 0
        ? []
        : [`not searched for: ${counted(short, 'secret')} with fewer than ${shortest} characters`];
    if (this.#texts.length === 0) return { figures: 'no secrets', notes };
    const cases: Tried[] = [this.#inArguments(), this.#inEvents()];
    for (const { name } of this.runs.stage.fleet.hosts) cases.push(...(await this.#onHost(name)));
    return { figures: counted(this.#texts.length, 'text'), cases, notes };
  }

  #inArguments(): Tried {
    const title = 'process arguments';
    const seen = this.#watched.flatMap(({ sightings }) => sightings.filter(({ kind }) => kind === 'cmdline'));
    const where = [...new Set(seen.map((one) => this.#masked(one.where)))];
    return where.length === 0
      ? { title }
      : bad(
          title,
          'a secret was in the arguments of a process, which every user on the host can read',
          where.join('\n'),
        );
  }

  #inEvents(): Tried {
    const title = 'plans and events';
    const told = this.runs.heard.find((event) => {
      const text = JSON.stringify(event);
      return this.#texts.some((one) => text.includes(JSON.stringify(one).slice(1, -1)));
    });
    return told === undefined ? { title } : bad(title, `an event (${told.type}) contains a secret`);
  }

  /** Searches world-readable files, the journal, and trueup's records. */
  async #onHost(name: string): Promise<readonly Tried[]> {
    const list = new Secret(`${this.#texts.join('\n')}\n`);
    const said = await this.runs.onHost(name, (bed) =>
      bed.run(sh`
list=$(mktemp -p /run)
trap 'rm -f "$list"' EXIT
printf '%s' ${list} >"$list"
find / -xdev \( -path /proc -o -path /sys -o -path /dev \) -prune -o -type f -perm -o=r -size -20000k -exec grep -lsF -f "$list" {} + |
  while IFS= read -r file; do
    if setpriv --reuid=65534 --regid=65534 --clear-groups test -r "$file" 2>/dev/null; then printf 'file\t%s\n' "$file"; fi
  done
find /dev/shm /run /tmp /var/tmp -xdev -type f ! -path "$list" -perm -o=r -exec grep -lsF -f "$list" {} + | sed 's/^/file\t/'
grep -rlsF -f "$list" /var/lib/trueup | sed 's/^/memory\t/'
journalctl -q -a --no-pager -o cat 2>/dev/null | grep -cF -f "$list" | sed 's/^/journal\t/'
:`),
    );
    const lines = said.split('\n').map((line) => line.split('\t'));
    const of = (kind: string): readonly string[] => [
      ...new Set(lines.flatMap(([one, what = '']) => (one === kind && what !== '0' ? [what] : []))),
    ];
    return [
      this.#judged(
        `${name}: world-readable files`,
        `${name}: a secret is in a world-readable file`,
        of('file'),
      ),
      this.#judged(`${name}: trueup's records`, `${name}: a secret is in trueup's records`, of('memory')),
      this.#judged(`${name}: the journal`, `${name}: a secret is in the journal`, of('journal')),
    ];
  }

  #judged(title: string, message: string, where: readonly string[]): Tried {
    return where.length === 0
      ? { title }
      : bad(title, message, where.map((one) => this.#masked(one)).join('\n'));
  }

  #masked(text: string): string {
    return this.#texts.reduce((rest, one) => rest.replaceAll(one, '***'), text);
  }
}

/** The lines of a secret (a key has several) that are long enough to identify it. */
function linesOf(secret: string): readonly string[] {
  return secret
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= shortest && !line.startsWith('-----'));
}
