// What is asked once, and for whom.
import assert from 'node:assert/strict';
import { Secret } from '../../../lib/model/secret.js';
import { askPassphraseOf } from '../../../lib/ssh/credentials/ask-operator-once.js';
import type { ConnectOptions } from '../../../lib/ssh/link/connect-options.js';

describe('What a run remembers', () => {
  /** A run whose operator answers with this text. */
  function run(text: string | undefined, asked: string[]): ConnectOptions {
    const askPassphrase = (prompt: string): Promise<Secret> => {
      asked.push(prompt);
      return Promise.resolve(new Secret(text ?? ''));
    };
    const answers = text === undefined ? {} : { askPassphrase };
    return { home: '/nonexistent', acceptNew: false, memory: new Map(), ...answers };
  }
  const answer = async (options: ConnectOptions): Promise<string | undefined> =>
    (await askPassphraseOf('/key', options))?.reveal();

  it('is asked once, and is no answer for another run', async () => {
    const asked: string[] = [];
    const [one, other, mute] = [run('one', asked), run('other', asked), run(undefined, asked)];
    const answers = [];
    for (const each of [mute, one, one, other, mute]) answers.push(await answer(each));
    assert.deepEqual(answers, [undefined, 'one', 'one', 'other', undefined]);
    assert.equal(asked.length, 2);
  });

  it('is shared by runs that share a memory', async () => {
    const asked: string[] = [];
    const one = run('one', asked);
    const next = { ...run('two', asked), memory: one.memory ?? new Map() };
    assert.deepEqual([await answer(one), await answer(next)], ['one', 'one']);
    assert.equal(asked.length, 1);
  });
});
