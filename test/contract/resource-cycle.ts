// The life that every resource type must stand on a real host: absent → present → no change → tampered → repaired.
import assert from 'node:assert/strict';
import type { Resource } from '../../lib/model/resource.js';
import type { Script } from '../../lib/model/script.js';
import { sh } from '../../lib/shell/sh.js';
import { TestBed } from './test-bed.js';
import { testHost } from './test-host.js';

export interface Tampering {
  /** Ends the sentence "it names and repairs …". */
  readonly name: string;
  readonly by: Script;
  /** Exactly what differs then: `file /etc/motd: update mode`. */
  readonly changes: readonly string[];
}

export interface Cycle {
  /** Says what goes through the cycle. */
  readonly title: string;
  /** In declared order. */
  readonly resources: readonly Resource[];
  /** Brings the host to where the resources aren't there yet. */
  readonly before?: Script;
  /** Exactly what differs at first. */
  readonly atFirst: readonly string[];
  readonly tamperings: readonly Tampering[];
  /** Takes away what the cycle left. */
  readonly after?: Script;
  /** Codenames of the releases that can't have it. */
  readonly notOn?: readonly string[];
  /** Where the host runs, if not on the test host. */
  readonly bed?: () => Promise<TestBed>;
  /** What a question must leave as it is; where absent, the folders that provisioning touches. */
  readonly folders?: readonly string[];
}

const provisioned = [
  '/etc',
  '/root',
  '/home',
  '/srv',
  '/opt',
  '/usr/local',
  '/var/lib/trueup',
  '/run/trueup',
  '/tmp',
];

/** Every path below, with kind, mode, owner, size, times and target: two equal listings mean that nobody wrote. */
function listing(folders: readonly string[]): Script {
  return sh`
for folder in ${folders}; do
  [ ! -e "$folder" ] || find "$folder" -printf '%p %y %m %U:%G %s %T@ %C@ %l\n'
done | sort`;
}

/** Defines the suite. */
export function resourceCycle(cycle: Cycle): void {
  const { resources, folders = provisioned } = cycle;
  describe(cycle.title, function () {
    this.timeout(300_000);
    let bed: TestBed;

    before(async function () {
      bed = await (cycle.bed ? cycle.bed() : TestBed.connect(testHost.call(this)));
      const { notOn = [] } = cycle;
      if (
        notOn.length > 0 &&
        notOn.includes((await bed.run(sh`. /etc/os-release; echo "$VERSION_CODENAME"`)).trim())
      )
        return this.skip();
      if (cycle.before) await bed.run(cycle.before);
    });

    after(async () => {
      // `before` may have skipped the suite.
      // oxlint-disable-next-line typescript/no-unnecessary-condition
      if (!bed) return;
      if (cycle.after) await bed.run(cycle.after);
      await bed.close();
    });

    /** Asks, and holds the host's files against what they were before. */
    async function askWithoutTrace(): Promise<readonly string[]> {
      const look = async (): Promise<readonly string[]> => (await bed.run(listing(folders))).split('\n');
      const before = new Set(await look());
      const differences = await bed.differences(resources);
      const traces = (await look()).filter((line) => !before.delete(line));
      assert.deepEqual([...before, ...traces], [], 'the question left a trace');
      return differences;
    }

    it('is asked about without a trace', async () => {
      await askWithoutTrace();
    });

    it('differs before it is there', async () => {
      assert.deepEqual(await bed.differences(resources), cycle.atFirst);
    });

    it('is as declared after one apply, and asked about without a trace then', async () => {
      await bed.converge(resources);
      assert.deepEqual(await askWithoutTrace(), []);
    });

    for (const { name, by, changes } of cycle.tamperings) {
      it(`names and repairs ${name}`, async () => {
        await bed.run(by);
        assert.deepEqual(await bed.differences(resources), changes);
        await bed.converge(resources);
      });
    }
  });
}
