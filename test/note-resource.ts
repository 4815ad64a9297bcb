// The smallest real resource: a file's text below a folder of the test. For tests of the loop.
import { readFileSync } from 'node:fs';
import { Unreadable, type Resource, type ResourceType } from '../lib/model/resource.js';
import { resourceOf } from '../lib/resources/define-resource.js';
import { join, sh } from '../lib/shell/sh.js';

export interface NoteWant {
  readonly path: string;
  readonly text: string;
  /** Can't be read while this path is missing. */
  readonly needs?: string;
  readonly watches?: readonly Resource[];
  /** Apply does nothing, or fails. */
  readonly broken?: 'inert' | 'fails';
  /** Apply takes until this path is there. */
  readonly waitsFor?: string;
}

const noteType: ResourceType<NoteWant, string> = {
  type: 'note',
  id: (want) => want.path,
  probe: (wants) =>
    join(
      wants.map(
        ({ path, needs = '/' }) => sh`
if [ ! -e ${needs} ]; then echo '?'; elif [ -e ${path} ]; then printf '=%s\n' "$(cat ${path})"; else echo '-'; fi`,
      ),
    ),
  read: ({ stdout }, wants) =>
    wants.map((want, at) => {
      const line = stdout.split('\n')[at] ?? '';
      return line === '?' ? new Unreadable(`${want.needs ?? ''} is missing`) : line.slice(1);
    }),
  diff: (want, have) =>
    want.text === have ? [] : [{ verb: 'update', key: 'text', from: have, to: want.text }],
  apply: ({ path, text, broken, waitsFor = '/' }) => {
    if (broken === 'fails') return sh`echo out; echo err >&2; exit 9`;
    return broken === 'inert'
      ? sh`true`
      : sh`until [ -e ${waitsFor} ]; do sleep 0.05; done; printf '%s\n' ${text} >${path}; echo ${path} >>${`${path}.log`}`;
  },
  watch: {
    on: (want) => want.watches ?? [],
    before: (want) => sh`echo stale >${want.path}`,
    follow: () => [{ verb: 'run', key: 'reload' }],
  },
};

/** Not in the registry, which is for types that hosts meet. */
export const note = (want: NoteWant): Resource => resourceOf(noteType, want);

/** What a note on this machine says. */
export function noteText(path: string): string {
  return readFileSync(path, 'utf8').trim();
}
