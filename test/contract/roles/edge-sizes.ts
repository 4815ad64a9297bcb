// Heads and bodies that are too large, and what they are refused with.
import assert from 'node:assert/strict';
import type { EdgeSite } from './edge-site.js';

const letters = (count: number): string => 'a'.repeat(count);

/** Over HTTP/2 nginx has no words for a head that is too large: it drops the request, which is no status to curl. */
export async function sizesHold(site: EdgeSite, overHttp2: 431 | 0): Promise<void> {
  const ask = async (url: string, ...args: readonly string[]): Promise<number> =>
    (await site.visit(url, ...args)).status;
  const cookie = (length: number): readonly string[] => ['--header', `Cookie: a=${letters(length)}`];
  for (const version of ['--http1.1', '--http2']) {
    assert.equal(await ask('/app/headers?n=20000', version), 200, `${version}: four large cookies`);
    assert.equal(await ask('/app/headers?n=40000', version), 502, version);
    assert.equal(await ask('/app/x', version, ...cookie(14_000)), 200, version);
    const refused = version === '--http2' ? overHttp2 : 431;
    assert.equal(await ask('/app/x', version, ...cookie(30_000)), refused, version);
  }
  assert.equal(await ask(`/app/${letters(12_000)}`), 200);
  assert.equal(await ask(`/app/${letters(20_000)}`), 414);
  site.write('body', letters(6_000_000));
  const part = ['--form', `part=@${site.path('body')}`];
  assert.equal(await ask('/app/x', ...part), 200);
  assert.equal(await ask('/app/x', ...part, ...part), 413);
}
