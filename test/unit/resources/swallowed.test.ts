// In a question a command that fails must not mean "no": each place where one may is here, with why it doesn't.
import assert from 'node:assert/strict';
import { builtInTypes } from '../../proofs/built-in-types.js';
import { samples } from './samples.js';
import { swallowedIn } from './swallowed.js';

const allowed: readonly (readonly [place: RegExp, why: string])[] = [
  [/^said=\$\(stat -- "\$path"/, "stat's words tell “missing” from “could not look”"],
  [/sums=\$\(sha256sum -- "\$@" \|\| true/, 'a file without its sum is `Unreadable`'],
  [/^if entry=\$\(getent passwd/, 'status 2 is “nobody”, and is asked for'],
  [
    /^\[ -e '…' \] && \[ "\$\(cat '…'\)" = "\$session" \]/,
    'a stamp of another session, or none, has the command run',
  ],
  [/^unit_text=\$\(cat .* && echo \.\)$/, 'an assignment: it ends the script where cat fails'],
  [/head -n 5 '…' \| grep -q/, "what can't be read is somebody else's file, and left alone"],
  [/command -v nft >\/dev\/null && nft list tables/, 'where nft may not look, nothing of ours is loaded'],
  [/^elif now=\$\(cat -- "\$1"\)/, 'what follows says `lost`'],
  [/^client=\$\(command -v mariadb\)/, 'no client at all ends the script'],
  [/^current=\$\(readlink/, 'what is no link there is said to be in the way'],
  [/^changed=\$\(sha256sum -c --quiet/, 'status 1 is “changed”, and the names are printed'],
  [/systemctl is-enabled/, 'status 1 is “not enabled”, and its words say how'],
  [/^sha256sum -- '…' 2>\/dev\/null \|\| true/, 'a file without a mark differs from the one that was loaded'],
  [/was_read "\$/, 'compares words'],
  [/is_ours "\$/, 'compares words'],
  [/git_in \/ ls-remote .* \|\| echo unasked$/, 'says so'],
  [/needs_reload '…'/, 'compares words and times'],
];

describe('A question to a host', () => {
  const found = new Map<string, Set<string>>();
  for (const { resource } of samples) {
    const { type, want } = resource;
    for (const line of swallowedIn(type.probe([want]).text))
      found.set(line, (found.get(line) ?? new Set()).add(type.type));
  }

  it('is here for each type', () => {
    const asked = new Set(samples.map(({ resource }) => resource.type.type));
    assert.deepEqual([...asked].sort(), builtInTypes.map(({ type }) => type).sort());
  });

  it('takes no failure of a command for "no"', () => {
    const strange = [...found].filter(([line]) => !allowed.some(([place]) => place.test(line)));
    assert.deepEqual(
      strange.map(([line, types]) => `${[...types].join(', ')}: ${line}`),
      [],
      'let it fail, or tell "could not look" from "no"; else say here why they are one',
    );
  });

  for (const line of [
    'if grep -q x /etc/y',
    'cat /etc/y 2>/dev/null',
    'found=$(cat /etc/y) || true',
    'grep -q x /etc/y && echo yes',
    `printf '%s' "$(head -n 1 /etc/y)"`,
    '[ "$(cat /etc/y)" = x ] || echo no',
  ]) {
    it(`is found out by: ${line}`, () => {
      assert.equal(swallowedIn(`set -eu\n${line}\n`).length, 1);
    });
  }

  it('may say what a failure means', () => {
    for (const line of [
      'getent group x || [ $? = 2 ]',
      'now=$(cat /etc/y)',
      "sed 's/a || b/c/' /etc/y",
      '[ -e /etc/y ] || exit 1',
    ])
      assert.deepEqual(swallowedIn(line), []);
  });

  it('allows nothing that is there no more', () => {
    for (const [place, why] of allowed)
      assert.ok(
        [...found.keys()].some((line) => place.test(line)),
        `${String(place)} (${why}) is nowhere`,
      );
  });
});
