// Each link of a page leads to a file and a heading that are there, and each page is reached from docs/README.md.
import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { pages, project, textOf, tracked, type Named } from './pages.js';

interface Link {
  /** The file or folder, from the project's folder. */
  readonly path: string;
  readonly anchor: string | undefined;
}

function linksOf({ where, text }: Named): readonly Link[] {
  return [...text.replace(/^ *```[^]*?^ *```/gm, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, to = '']) => to)
    .filter((to) => !/^(?:https?:|mailto:)/.test(to))
    .map((to) => {
      const [file = '', anchor] = to.split('#');
      return { path: file === '' ? where : normalize(join(dirname(where), file)), anchor };
    });
}

/** As GitHub makes them of headings: a repeated one gets a number. */
function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = [...text.replace(/^ *```[^]*?^ *```/gm, '').matchAll(/^#{1,6} (.+)$/gm)];
  return new Set(
    headings.map(([, heading = '']) => {
      const words = heading.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').toLowerCase();
      const slug = words.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    }),
  );
}

/** Decisions are history, but they are linked, and link to others, like every page. */
const all: readonly Named[] = [
  ...pages,
  ...tracked('docs/decisions/*.md', 'CHANGELOG.md').map((where) => ({ where, text: textOf(where) })),
];

describe('links in pages', () => {
  it('lead to files that are there', () => {
    const dead = all.flatMap((page) =>
      linksOf(page)
        .filter(({ path }) => !existsSync(join(project, path)))
        .map(({ path }) => `${page.where}: ${path}`),
    );
    assert.deepEqual(dead, []);
  });

  it('lead to headings that are there', () => {
    const anchors = new Map(all.map(({ where, text }) => [where, anchorsOf(text)]));
    const links = all.flatMap((page) => linksOf(page).map((link) => ({ ...link, from: page.where })));
    const placed = links.filter(({ anchor }) => anchor !== undefined);
    assert.ok(placed.length > 20, String(placed.length));
    const dead = placed
      .filter(({ path, anchor = '' }) => !anchors.get(path)?.has(anchor))
      .map(({ from, path, anchor = '' }) => `${from}: ${path}#${anchor}`);
    assert.deepEqual(dead, []);
  });

  it('reach each page from docs/README.md', () => {
    const byPath = new Map(all.map((page) => [page.where, page]));
    const reached = new Set<string>();
    const visit = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      const page = byPath.get(path);
      if (page) for (const link of linksOf(page)) visit(link.path);
      else if (existsSync(join(project, path)) && statSync(join(project, path)).isDirectory())
        tracked(`${path}/*.md`).forEach(visit);
    };
    visit('docs/README.md');
    assert.deepEqual(
      all
        .map(({ where }) => where)
        .filter((path) => !reached.has(path) && !/^(?:\.github|test)\//.test(path)),
      [],
    );
  });

  it('lead from docs/README.md itself to each page of docs and its guides', () => {
    const direct = linksOf({ where: 'docs/README.md', text: textOf('docs/README.md') }).map(
      ({ path }) => path,
    );
    const wanted = tracked('docs/*.md').filter((path) => /^docs\/(?:guides\/)?[\w-]+\.md$/.test(path));
    assert.deepEqual(
      wanted.filter((path) => !direct.includes(path) && path !== 'docs/README.md'),
      [],
    );
  });
});
