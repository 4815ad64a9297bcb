// The locale of new sessions and of services; see locale.conf(5).
import { Unreadable, type Resource, type ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { defineResource } from '../define-resource.js';
import { fileType, type FileHave, type FileKey } from '../files/file.js';
import { probeFiles, readFiles } from '../files/owned-files.js';
import type { FileContent } from '../files/replace-file.js';
import { localeName, shownName } from './locale-name.js';

export interface DefaultLocaleWant {
  /** Value of `LANG`: `de_DE.UTF-8`. */
  readonly lang: string;
  /** Value of `LANGUAGE`, the languages for messages in order of preference: `de:en`. */
  readonly language?: string;
  /** `LC_*` variables that differ from `lang`: `{ LC_TIME: 'en_GB.UTF-8' }`. */
  readonly variables?: Readonly<Record<string, string>>;
}

interface DefaultLocaleHave {
  /** The file that is in use on this host. */
  readonly path: string;
  readonly file: FileHave;
}

const [debian, systemd] = ['/etc/default/locale', '/etc/locale.conf'] as const;

function contentOf({ lang, language, variables = {} }: DefaultLocaleWant): string {
  const all = Object.entries({
    LANG: lang,
    ...(language !== undefined && { LANGUAGE: language }),
    ...variables,
  });
  return `# Written by trueup.\n${all.map(([key, value]) => `${key}=${value}\n`).join('')}`;
}

const bothOf = (want: DefaultLocaleWant): readonly FileContent[] =>
  [debian, systemd].map((path) => ({ path, content: contentOf(want) }));

const defaultLocaleType: ResourceType<DefaultLocaleWant, DefaultLocaleHave, FileKey> = {
  type: 'defaultLocale',
  id: () => debian,
  paths: () => [debian, systemd],
  probe: (wants) => probeFiles(wants.map(bothOf)),

  // If the older name is a link to the newer one, the newer one is the file.
  read: (answer, wants) =>
    readFiles(answer, wants.map(bothOf)).map((files): DefaultLocaleHave | Unreadable => {
      if (files instanceof Unreadable) return files;
      const [older, newer] = files;
      if (!older || !newer) return new Unreadable('the host did not answer');
      return older.state.kind === 'symbolic link' &&
        /^(\.\.|\/etc)\/locale\.conf$/.test(older.state.target ?? '')
        ? { path: systemd, file: newer }
        : { path: debian, file: older };
    }),

  diff: (want, { path, file }) => fileType.diff({ path, content: contentOf(want) }, file),

  apply(want, { path, file }, changes) {
    const names = [want.lang, ...Object.values(want.variables ?? {})];
    const checks = names.map((name) => {
      const why = `the locale ${name} does not exist: declare a locale resource for it`;
      return sh`printf '%s\n' "$all" | grep -qxF -e ${name} -e ${shownName(name)} || { printf '%s\n' ${why} >&2; exit 1; }`;
    });
    return sh`
all=$(locale -a)
${join(checks)}
${fileType.apply({ path, content: contentOf(want) }, file, changes)}`;
  },

  undo: {
    remove: (want) =>
      join(
        bothOf(want).map(
          ({ path, content }) => sh`
if [ -f ${path} ] && [ ! -L ${path} ] && [ "$(cat -- ${path}; echo .)" = ${`${String(content)}.`} ]; then rm -f -- ${path}; fi`,
        ),
      ),
  },
};

const make = defineResource(defaultLocaleType);

/**
 * It is written to /etc/locale.conf, or to /etc/default/locale on older releases. Throws E_INPUT if the locale's name or
 * a variable's name is invalid.
 */
export function defaultLocale(want: DefaultLocaleWant): Resource {
  const { lang, language = '', variables = {} } = want;
  for (const name of [lang, ...Object.values(variables)]) localeName(name);
  if (!/^([a-zA-Z_@.-]+(:[a-zA-Z_@.-]+)*)?$/.test(language))
    throw new TrueupError('E_INPUT', `${JSON.stringify(language)} is not a list of languages, such as de:en`);
  for (const key of Object.keys(variables))
    if (!/^LC_[A-Z]+$/.test(key) || key === 'LC_ALL')
      throw new TrueupError('E_INPUT', `${JSON.stringify(key)} is not a locale variable, such as LC_TIME`);
  return make(want);
}
