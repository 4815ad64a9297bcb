// A file as an inventory declares it.
import { Type, type Static } from '../../lib/kit.js';
import { values } from './template-values.js';
import { oneLine, ownership, textOrSecret, words } from './shared-schemas.js';

const units = (what: string) =>
  Type.Optional(
    Type.Array(oneLine('A service, as in `services`.'), {
      uniqueItems: true,
      description: `Services to ${what} when the file changes. Each must be in \`services\`.`,
    }),
  );

/** JSON Schema of one entry of `files`. */
export const fileEntry = Type.Object(
  {
    content: Type.Optional(textOrSecret('Text of the file. Secrets are not shown.')),
    source: Type.Optional(
      oneLine(
        "Instead of `content`: a text file in the project. The path is relative to the project's folder.",
      ),
    ),
    template: Type.Optional(
      oneLine(
        "Instead of `content`: a Nunjucks template in the project. The path is relative to the project's folder. The template can use `host`, `facts`, `platform` and `vars`.",
      ),
    ),
    vars: values('Values for this template only, in addition to `host.vars`.'),
    ...ownership('0644'),
    validate: Type.Optional(
      words(
        'A program that validates the new file, and its arguments; the path of the file is appended. If the program fails, the old file is kept.',
      ),
    ),
    reload: units('reload'),
    restart: units('restart'),
  },
  { additionalProperties: false },
);

/** A file as the inventory declares it. */
export type FileEntry = Static<typeof fileEntry>;
