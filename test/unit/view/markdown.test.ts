// A run as Markdown, read back by a parser of GitHub's flavour.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { marked, type Token, type Tokens } from 'marked';
import type { Event, HostCounts } from '../../../lib/model/event.js';
import type { Step } from '../../../lib/model/plan.js';
import { Secret } from '../../../lib/model/secret.js';
import { markdownView } from '../../../cli/view/markdown.js';
import { tellThrown } from '../../../cli/view/fatal-error.js';
import type { Scene } from '../../../cli/view/view-context.js';
import { applyRun, counts, eachEvent, planRun } from './canned-run.js';

const scene: Scene = { inventory: 'inventory/lab', diff: undefined, placeOf: () => undefined, warnings: [] };

async function markdown(events: readonly Event[], more: Partial<Scene> = {}): Promise<string> {
  let text = '';
  const view = markdownView({ ...scene, ...more }, (piece) => (text += piece));
  for (const event of events) view.listener(event);
  await view.end();
  return text;
}

/** A plan that changes these, on one host or on several. */
function planOf(steps: readonly Step[], hosts: readonly string[] = ['web1']): readonly Event[] {
  const own: HostCounts = { ...counts, changed: steps.length };
  return [
    { type: 'run', command: 'plan', hosts },
    ...hosts.flatMap((host): readonly Event[] => [
      { type: 'host.planned', host, pass: 1, steps },
      { type: 'host.done', host, outcome: 'changed', counts: own },
    ]),
    { type: 'summary', ok: true, hosts: Object.fromEntries(hosts.map((host) => [host, own])) },
  ];
}

const fileStep = (at: number, to: string): Step => ({
  resource: `file /srv/${at}`,
  type: 'file',
  role: 'nginx',
  state: 'change',
  changes: [{ verb: 'update', key: 'content', what: 'content', from: 'old\n', to }],
});

/** All tokens, the nested ones too. */
function tokensOf(text: string): readonly Token[] {
  const all: Token[] = [];
  void marked.walkTokens(marked.lexer(text), (token) => void all.push(token));
  return all;
}

/** Markup that isn't trueup's own. */
function strangeMarkup(text: string): readonly string[] {
  const own =
    /^(?:<!-- trueup [^<>]* -->|<\/?details(?: open)?>|<summary>(?:difference|<code>[^<>]*<\/code>: [\w ,.]+)<\/summary>|\s)*$/;
  const tokens = tokensOf(text);
  const html = tokens.flatMap((token) => (token.type === 'html' ? [token.raw] : [])).join('\n');
  const folds = html.split('<details').length - html.split('</details>').length;
  return tokens
    .filter(({ type, raw }) => (type === 'html' ? !own.test(raw) : strange.has(type)))
    .map(({ raw }) => raw)
    .concat(folds === 0 ? [] : ['a fold is not closed, or closed twice']);
}

const strange = new Set(['link', 'image', 'def', 'blockquote', 'hr', 'checkbox']);

const evil = [
  '`` ` ``` ```` <img src=x onerror=alert(1)> </details> @everyone #1 [a](http://x) | b |',
  '\n```\n</code></summary></details>\n# heading\n~~~\n--> <!--\n![](http://x)\n\n- [ ] x',
];

describe('a run in Markdown', () => {
  it('tells who changes after whom, and what runs where it came to a halt', async () => {
    const { turns, 'turns.stopped': halt } = eachEvent;
    const text = await markdown([...planRun.slice(0, -1), turns, { ...halt, versions: { app1: '*a*' } }]);
    assert.match(text, /^- in turn: appserver `guestbook`: app3, then app1, then app2$/m);
    assert.match(
      text,
      /^- appserver `guestbook`: stopped at app1; app2 was not changed; `\*a\*` runs on app1$/m,
    );
  });

  it('tells a plan: what would change, a table, and each resource with its difference folded', async () => {
    assert.equal(
      await markdown(planRun, { pattern: 'web*' }),
      `<!-- trueup plan inventory/lab web* -->
### trueup plan: \`inventory/lab\`, hosts \`web*\`

**2 resources would change on lb1. Nothing was changed.**

| host | outcome | ok | would change | failed | skipped |
| --- | --- | --: | --: | --: | --: |
| \`lb1\` | differs | 1 | 2 | 0 | 0 |
| \`web1\` | ok | 1 | 0 | 0 | 0 |

<details open><summary><code>lb1</code>: 2 resources would change</summary>

- \`file /etc/haproxy/haproxy.cfg\` (haproxy)
  - update \`content\`
    <details><summary>difference</summary>

    \`\`\`diff
    @@ -1,2 +1,2 @@
     a
    -b
    +c
    \`\`\`

    </details>

  - update \`password\`: \`***\` → \`***\`
- \`service haproxy\` (haproxy): not known yet (\`known after package haproxy\`)

</details>`,
    );
  });

  it('tells an apply: what was changed, and what failed with what the host said', async () => {
    const text = await markdown(applyRun);
    assert.match(text, /^\*\*Failed: web1\. Changed 1 resource on lb1\.\*\*$/m);
    assert.match(text, /<code>web1<\/code>: failed<\/summary>\n\n```text\nE_APPLY: .*\n.*"events" section\n/);
    assert.ok(!text.includes('```diff'));
    assert.match(await markdown(applyRun, { diff: true }), /```diff/);
  });

  it('tells a verify: the checks that failed, with what was found', async () => {
    const check = { type: 'check.done', host: 'db1', role: 'mysql', seconds: 1 } as const;
    const text = await markdown([
      { type: 'run', command: 'verify', hosts: ['db1'] },
      { ...check, title: 'mysql runs', ok: true },
      { ...check, title: '3306 is closed to web1', ok: false, found: 'the port is open' },
      { type: 'host.done', host: 'db1', outcome: 'failed', counts: { ...counts, failed: 1 } },
      { type: 'summary', ok: false, hosts: { db1: { ...counts, failed: 1 } } },
    ]);
    assert.match(text, /^\*\*1 of 2 checks failed on db1\.\*\*$/m);
    assert.match(
      text,
      /^- `3306 is closed to web1` \(mysql\)\n\n {2}```text\n {2}the port is open\n {2}```$/m,
    );
    assert.ok(!text.includes('mysql runs'));
  });

  for (const [count, says] of [
    [0, 'There is nothing to check.'],
    [1, 'The only check passed.'],
    [2, 'All 2 checks passed.'],
  ] as const)
    it(`concludes of ${count} checks that passed: ${says}`, async () => {
      const check = { type: 'check.done', host: 'db1', role: 'mysql', seconds: 1, ok: true } as const;
      const text = await markdown([
        { type: 'run', command: 'verify', hosts: ['db1'] },
        ...Array.from({ length: count }, (_, at) => ({ ...check, title: `check ${at}` })),
        { type: 'host.done', host: 'db1', outcome: 'ok', counts },
        { type: 'summary', ok: true, hosts: { db1: counts } },
      ]);
      assert.ok(text.includes(`**${says}**`), text);
    });

  it('says nothing of a run that there was none of', async () => {
    assert.equal(await markdown([]), '');
  });

  it('keeps its marker for the same command, inventory and hosts, whatever comes of it', async () => {
    const first = async (...args: Parameters<typeof markdown>) => (await markdown(...args)).split('\n')[0];
    assert.equal(await first(planRun), await first(planOf([])));
    assert.notEqual(await first(planRun), await first(planRun, { pattern: 'web1' }));
    assert.notEqual(await first(planRun), await first(planRun, { inventory: 'inventory/staging' }));
    let thrown = '';
    const topic = { command: 'plan', inventory: 'inventory/lab' };
    tellThrown([{ code: 'E_INPUT', message: 'x' }], 'markdown', topic, (text) => (thrown += text));
    assert.equal(thrown.split('\n')[0], await first(planRun));
  });

  it('keeps others’ texts literal: no markup, mention or link of theirs takes effect', async () => {
    const any = fc.oneof(
      fc.constantFrom(...evil),
      fc.string({
        unit: fc.constantFrom('`', '|', '<', '>', '\\', '\n', ' ', '@', '-', '#', '&', 'a', '"', '*'),
      }),
    );
    await fc.assert(
      fc.asyncProperty(any, any, async (one, other) => {
        const step: Step = {
          ...fileStep(1, one),
          resource: one,
          changes: [
            { verb: 'update', key: other, what: other, from: one, to: other },
            { verb: 'update', key: 'content', what: 'content', from: `${one}\n`, to: `${other}\n` },
          ],
        };
        const trouble = { code: 'E_APPLY', message: one, output: other, hint: one };
        const text = await markdown(
          [
            ...planOf([step]).slice(0, 2),
            { type: 'notice', text: other },
            { type: 'host.done', host: 'web1', outcome: 'failed', counts, trouble },
            { type: 'check.done', host: 'web1', role: 'r', title: one, ok: false, seconds: 0, found: other },
          ],
          { pattern: other, inventory: one },
        );
        assert.deepEqual(strangeMarkup(text), []);
      }),
      { numRuns: 200 },
    );
  });

  it('would be caught at it', () => {
    for (const text of ['<img src=x>', '[a](http://x)', '</details>', '\n# x\n\n---\n'])
      assert.notDeepEqual(strangeMarkup(`text ${text}`), [], text);
  });

  it('shows a text as it is, with its backticks', async () => {
    const text = await markdown(planOf([{ ...fileStep(1, 'new\n'), resource: 'file /a`b``c | <b>' }]));
    const spans = tokensOf(text).flatMap((token) =>
      token.type === 'codespan' ? [token as Tokens.Codespan] : [],
    );
    assert.ok(spans.some((span) => span.text === 'file /a`b``c | <b>'));
  });

  it('shows no secret', async () => {
    const secret = new Secret('canary\nlong enough to be compared');
    const step: Step = {
      ...fileStep(1, ''),
      changes: [{ verb: 'update', key: 'content', what: 'content', from: 'x', to: secret }],
    };
    assert.ok(!(await markdown([...planOf([step]), ...applyRun])).includes('canary'));
  });

  it('fits into a comment: details go first, then resources, and it says so', async () => {
    const lines = (count: number): string =>
      Array.from({ length: count }, (_, at) => `line ${at} \n`).join('');
    const big = await markdown(planOf(Array.from({ length: 400 }, (_, at) => fileStep(at, lines(150)))));
    assert.ok(big.length <= 65_536 && big.length > 60_000, String(big.length));
    assert.match(big, /_Truncated: /);
    assert.match(big, /```diff/);
    assert.match(big, /`file \/srv\/399`/);
    const huge = await markdown(planOf(Array.from({ length: 3000 }, (_, at) => fileStep(at, lines(3)))));
    assert.ok(huge.length <= 65_536, String(huge.length));
    assert.match(huge, /^- and \d+ more that don't fit here$/m);
    const hosts = Array.from({ length: 5000 }, (_, at) => `web-server-with-a-long-name-${at}`);
    const many = await markdown(planOf([fileStep(1, 'x\n')], hosts));
    assert.ok(many.length <= 65_536, String(many.length));
    assert.match(many, /^and 4900 more hosts$/m);
    assert.equal(many.split('<details').length, many.split('</details>').length);
  });
});
