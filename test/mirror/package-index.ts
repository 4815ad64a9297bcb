// An index of packages, and what a part of it needs: deb-control(5), and "Packages" in Debian's repository format.

/** Of a virtual package that dozens provide (`awk`, `httpd`) a few are enough to choose from. */
const providersKept = 5;

/** Name → its paragraphs in the index, one for each version. */
export type PackageIndex = ReadonlyMap<string, readonly string[]>;

export function readIndex(text: string): PackageIndex {
  const index = new Map<string, string[]>();
  for (const paragraph of text.split(/\n\n+/)) {
    const name = fieldOf(paragraph, 'Package');
    if (name === '') continue;
    const versions = index.get(name);
    if (versions) versions.push(paragraph);
    else index.set(name, [paragraph]);
  }
  return index;
}

/** A field in one line; empty if there is none. */
export function fieldOf(paragraph: string, field: string): string {
  return new RegExp(`^${field}: (.*)$`, 'm').exec(paragraph)?.[1] ?? '';
}

/** `a (>= 1) | b:any, c` → a, b, c. */
function namesIn(relation: string): readonly string[] {
  return relation.split(/[,|]/).flatMap((part) => /[^\s(:[]+/.exec(part)?.[0] ?? []);
}

/** What `wanted` and whatever makes up a system need, with every alternative and all who provide it. */
export function closureOf(index: PackageIndex, wanted: ReadonlySet<string>): ReadonlySet<string> {
  const providers = new Map<string, string[]>();
  for (const [name, paragraphs] of index)
    for (const provided of paragraphs.flatMap((paragraph) => namesIn(fieldOf(paragraph, 'Provides'))))
      providers.set(provided, [...(providers.get(provided) ?? []), name]);
  const basic = [...index].flatMap(([name, paragraphs]) =>
    paragraphs.some((paragraph) => /^Priority: (required|important)$|^Essential: yes$/m.test(paragraph))
      ? [name]
      : [],
  );
  const found = new Set<string>();
  const open = [...basic, ...wanted];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    const paragraphs = index.get(name);
    if (!paragraphs) continue;
    found.add(name);
    for (const paragraph of paragraphs)
      for (const field of ['Pre-Depends', 'Depends'])
        for (const needed of namesIn(fieldOf(paragraph, field)))
          open.push(
            ...(index.has(needed) ? [needed] : (providers.get(needed) ?? []).slice(0, providersKept)),
          );
  }
  return found;
}
