// A generated locale; see locale.gen(5).
import { Unreadable, type Change, type Resource, type ResourceType } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { defineResource } from '../define-resource.js';
import { editLines } from '../files/edit-lines.js';
import { linesOf } from '../files/split-lines.js';
import { replaceFile } from '../files/replace-file.js';
import { probeShared, readOneShared, type SharedFile } from '../files/shared-file.js';
import { splitAnswer } from '../split-answer.js';
import { localeName, shownName } from './locale-name.js';

export interface LocaleWant {
  /** Name of the locale, as in /usr/share/i18n/SUPPORTED: `de_DE.UTF-8`, `de_DE@euro`. */
  readonly name: string;
  /** Character set, as in the second column of that file. Defaults to `UTF-8`. */
  readonly charset?: string;
}

interface LocaleHave {
  readonly file: SharedFile;
  /** The line of the locale, which may be a comment. */
  readonly line?: string;
  readonly generated: boolean;
}

type Key = 'entry' | 'generated';

const path = '/etc/locale.gen';
const supported = '/usr/share/i18n/SUPPORTED';
const entryOf = ({ name, charset = 'UTF-8' }: LocaleWant): string => `${name} ${charset}`;

/** The existing line for the locale, with any whitespace; a comment if there is no other. */
function findLine(want: LocaleWant, content: string): string | undefined {
  const fits = (line: string, begin: string): boolean =>
    line.trim().replaceAll(/\s+/g, ' ').replace(/^# ?/, '# ') === `${begin}${entryOf(want)}`;
  const lines = linesOf(content);
  return lines.find((line) => fits(line, '')) ?? lines.find((line) => fits(line, '# '));
}

const isComment = (line: string | undefined): boolean => line === undefined || line.trim().startsWith('#');

/**
 * Does what locale-gen(8) does, which on Debian would also regenerate all other locales. localedef exits with status 1
 * even for a warning.
 */
function generate({ name, charset = 'UTF-8' }: LocaleWant): Script {
  const base = name.replace(/\.[^@]*/, '');
  return sh`
( umask 022
input=${base}
[ ! -e ${`/usr/share/i18n/locales/${name}`} ] || input=${name}
said=$(localedef -i "$input" -c -f ${charset} -A /usr/share/locale/locale.alias ${name} 2>&1) || true
locale -a | grep -qxF -e ${name} -e ${shownName(name)} || { printf '%s\n' "$said" ${`${name} was not generated`} >&2; exit 1; } )`;
}

/** A locale from elsewhere, such as a language pack, is kept. */
const forget = ({ name }: LocaleWant): Script =>
  sh`localedef --delete-from-archive ${shownName(name)} 2>/dev/null || true`;

const localeType: ResourceType<LocaleWant, LocaleHave, Key> = {
  type: 'locale',
  id: ({ name }) => name,

  probe: () => sh`
${probeShared([path])}
echo '== generated'
locale -a`,

  read(answer, wants) {
    const [files, rest] = splitAnswer(answer, '== generated');
    const file = readOneShared({ ...answer, stdout: files }, path);
    const generated = new AnswerReader(rest, 'locales').rest.split('\n').map(shownName);
    return wants.map((want): LocaleHave | Unreadable => {
      if (file instanceof Unreadable) return file;
      const line = findLine(want, file.content);
      return {
        file,
        ...(line !== undefined && { line }),
        generated: generated.includes(shownName(want.name)),
      };
    });
  },

  diff(want, { line, generated }) {
    const to = entryOf(want);
    const changes: Change<Key>[] = generated
      ? []
      : [{ verb: 'create', key: 'generated', what: 'locale', to: want.name }];
    if (isComment(line)) changes.push({ verb: 'create', key: 'entry', what: `entry in ${path}`, to });
    return changes;
  },

  apply(want, { file, line }, changes) {
    const to = entryOf(want);
    const edit = editLines({
      path,
      ...(line !== undefined && { old: { first: line, last: line } }),
      text: to,
      lost: 'fail',
    });
    const make = file.state ? sh`:` : replaceFile({ path, content: '' });
    const why = `${supported} does not list ${to}: check the name and the charset`;
    const parts = changes.map(({ key }) =>
      key === 'generated'
        ? generate(want)
        : sh`( ${make} )
${edit}`,
    );
    return sh`
[ -e ${supported} ] || { echo 'the locales package is not installed' >&2; exit 1; }
grep -qxF -e ${to} ${supported} || { printf '%s\n' ${why} >&2; exit 1; }
${join(parts)}`;
  },

  schedule: { seconds: 300 },

  undo: {
    // Other programs also change the file, so only the entry is restored.
    keeps: () => [],
    revert(want, { line }, changes) {
      const entry = { first: entryOf(want), last: entryOf(want) };
      return changes.map(({ key }) =>
        key === 'generated'
          ? forget(want)
          : editLines({ path, old: entry, ...(line !== undefined && { text: line }), lost: 'leave' }),
      );
    },
    // The entry becomes a comment, as in the package's file.
    remove: (want) =>
      join([
        editLines({
          path,
          old: { first: entryOf(want), last: entryOf(want) },
          text: `# ${entryOf(want)}`,
          lost: 'leave',
        }),
        forget(want),
      ]),
    removal: { forGood: true },
  },
};

const make = defineResource(localeType);

/** Requires the package `locales`. Throws E_INPUT for an invalid name or character set. */
export function locale(want: LocaleWant): Resource {
  localeName(want.name);
  if (!/^[A-Z0-9][\w-]*$/.test(want.charset ?? 'UTF-8'))
    throw new TrueupError('E_INPUT', `${JSON.stringify(want.charset)} is not a valid locale charset`);
  if (['C', 'POSIX'].includes(want.name.replace(/\..*/, '')))
    throw new TrueupError('E_INPUT', `every host already has the locale ${want.name}`, {
      hint: 'Use it without declaring it.',
    });
  return make(want);
}
