// Languages of the host.
import { defaultLocale, locale, Type, type Resource, type Static } from '../../lib/kit.js';
import { each, naming, section } from './named-section.js';
import { oneLine } from './shared-schemas.js';

const one = '(C|POSIX|[a-z]{2,3}(_[A-Z]{2})?)([.][A-Za-z0-9-]+)?(@[a-z]+)?';
const name = (description: string) => Type.String({ pattern: `^${one}$`, description });

const languages = (description: string) => Type.String({ pattern: `^${one}(:${one})*$`, description });

const localeEntry = Type.Object(
  { charset: Type.Optional(oneLine('Character set, as in /usr/share/i18n/SUPPORTED. Defaults to UTF-8.')) },
  { additionalProperties: false },
);

const defaultEntry = Type.Object(
  {
    lang: name('Value of `LANG`: `de_DE.UTF-8`.'),
    language: Type.Optional(
      languages('Value of `LANGUAGE`, the languages for messages in order of preference: `de:en`.'),
    ),
    variables: Type.Optional(
      Type.Record(Type.String({ pattern: '^LC_[A-Z]+$' }), name('A locale.'), {
        description: '`LC_*` variables that differ from `lang`: `{LC_TIME: en_GB.UTF-8}`.',
      }),
    ),
  },
  { additionalProperties: false, description: "The host's default locale. It must exist: see `locales`." },
);

/** The variables with which an inventory declares locales. */
export const localeVars = {
  locales: Type.Optional(
    section(
      Type.String({ pattern: '^[A-Za-z0-9_.@-]+$' }),
      localeEntry,
      'Locales to generate, by name (`de_DE.UTF-8: {}`). The package locales must be installed.',
    ),
  ),
  default_locale: Type.Optional(defaultEntry),
};

interface LocaleVars {
  readonly locales?: Readonly<Record<string, Static<typeof localeEntry>>>;
  readonly default_locale?: Static<typeof defaultEntry>;
}

/** The locales, then the default. */
export function* declaredLocales({ locales, default_locale }: LocaleVars): Generator<Resource> {
  yield* each('locales', locales, (name, entry) => locale({ name, ...entry }));
  if (default_locale) yield naming('host.default_locale', () => defaultLocale(default_locale));
}
