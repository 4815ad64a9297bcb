// No password of a URL gets into a message.
import assert from 'node:assert/strict';
import { gitArchive } from '../../../lib/compile/bundles/git-archive.js';
import { redactUrl } from '../../../lib/model/redact-url.js';
import type { TrueupError } from '../../../lib/model/trueup-error.js';
import { checkUrl } from '../../../lib/resources/sources/fetch-url.js';

describe('A URL in a message', () => {
  const cases = [
    ['https://ann:hunter2@git.example.org/shop.git', 'https://***@git.example.org/shop.git'],
    ['git+https://token@git.example.org/shop.git#v1', 'git+https://***@git.example.org/shop.git#v1'],
    ['https://ann:p@ss:w@host/x', 'https://***@host/x'],
    ["fatal: '{https://a:b@one/}' and ssh://c@two/", "fatal: '{https://***@one/}' and ssh://***@two/"],
    ['https://example.org/@scope/x?to=ann@example.org', 'https://example.org/@scope/x?to=ann@example.org'],
    ['git@github.com:acme/shop.git', 'git@github.com:acme/shop.git'],
  ] as const;
  for (const [text, redacted] of cases)
    it(`is ${redacted}`, () => {
      assert.equal(redactUrl(text), redacted);
    });

  it('has no password where it is refused because of it, or is not valid', () => {
    for (const url of ['https://ann:hunter2@example.org/x', 'https://ann:hunter2@example.org/ü'])
      assert.throws(
        () => {
          checkUrl(url);
        },
        ({ message }: TrueupError) => !message.includes('hunter2') && message.includes('***@example.org'),
      );
  });

  it('has none where a release can’t be fetched, nor has the output of git', async () => {
    for (const source of [
      'git+https://ann:hunter2@127.0.0.1:9/x.git',
      'git+http://ann:hunter2@127.0.0.1:9/x.git',
    ])
      await assert.rejects(gitArchive(source), (error: TrueupError) => {
        assert.ok(error.message.includes('***@127.0.0.1:9'), error.message);
        assert.ok(!JSON.stringify([error.message, error.output, String(error.cause)]).includes('hunter2'));
        return true;
      });
  });
});
