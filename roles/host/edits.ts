// Lines and blocks in files that belong to other programs.
import { block, line, Type, type Resource, type Static } from '../../lib/kit.js';
import { each, section } from './named-section.js';
import { oneLine, path, textOrSecret, titleKey, words } from './shared-schemas.js';

const place = {
  path: path('Path of the file.'),
  after: Type.Optional(oneLine('A complete line of the file; a new line or block is inserted after it.')),
  before: Type.Optional(
    oneLine(
      'A complete line of the file; a new line or block is inserted before it. If neither `after` nor `before` is set, the line or block is added at the end of the file.',
    ),
  ),
  create: Type.Boolean({
    default: false,
    description:
      'Whether to create the file if it is missing (owner root, mode 0644). If false, a missing file is an error.',
  }),
  validate: Type.Optional(
    words(
      'A program that validates the new file, and its arguments; the path of the file is appended. If the program fails, the old file is kept.',
    ),
  ),
};

const lineEntry = Type.Object(
  {
    ...place,
    line: textOrSecret('The complete line. A secret line requires `match`.'),
    match: Type.Optional(
      oneLine(
        'A JavaScript regular expression for the line to replace. It must also match `line`, and must match at most one line of the file.',
      ),
    ),
  },
  { additionalProperties: false },
);

const blockEntry = Type.Object(
  {
    ...place,
    content: textOrSecret('One or more lines.'),
    comment: Type.Optional(oneLine('Comment marker of the file. Defaults to #.')),
  },
  { additionalProperties: false },
);

/** The variables with which an inventory declares parts of files. */
export const editVars = {
  lines: Type.Optional(
    section(
      titleKey,
      lineEntry,
      'Single lines in files that belong to other programs, each under a name of your choice.',
    ),
  ),
  blocks: Type.Optional(
    section(
      titleKey,
      blockEntry,
      'Blocks of lines in files that belong to other programs. The name appears in the marker lines around the block.',
    ),
  ),
};

interface EditVars {
  readonly lines?: Readonly<Record<string, Static<typeof lineEntry>>>;
  readonly blocks?: Readonly<Record<string, Static<typeof blockEntry>>>;
}

/** The lines, then the blocks. */
export function* declaredEdits({ lines, blocks }: EditVars): Generator<Resource> {
  yield* each('lines', lines, (_name, entry) => line(entry));
  yield* each('blocks', blocks, (name, entry) => block({ name, ...entry }));
}
