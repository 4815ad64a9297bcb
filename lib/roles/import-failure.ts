// Explains why a role's module could not be imported: file, line and remedy.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from '../model/fleet.js';
import { messageOf } from '../model/thrown-message.js';
import { TrueupError } from '../model/trueup-error.js';
import { ownFrames } from './frames-in-role-files.js';
import { withoutTypes } from './strip-types.js';

interface Failure {
  readonly message: string;
  readonly place?: Place | undefined;
  readonly hint?: string;
  readonly output?: string;
}

/** `what` names the role or package; `file` was imported, and `folder` contains its author's files. */
export function importFailure(error: unknown, what: string, file: string, folder: string): TrueupError {
  const failure = syntaxOf(error, file) ?? unresolved(error) ?? thrown(error, folder);
  const { message, place = { file, line: 1, column: 1 }, ...rest } = failure;
  return new TrueupError('E_ROLE', `${what}: ${message}`, { place, cause: error, ...rest });
}

/** The failure for invalid TypeScript or JavaScript. */
function syntaxOf(given: unknown, imported: string): Failure | undefined {
  if (!(given instanceof SyntaxError)) return undefined;
  const error = isPlaced(given) ? given : (parseError(dirname(imported)) ?? given);
  const typed = /^(.*?):(\d+):(\d+): (.*)$/s.exec(error.message);
  if (typed) {
    const [, file = '', line, column, message = ''] = typed;
    const place = { file, line: Number(line), column: Number(column) };
    if (!/not supported in strip-only mode/.test(message)) return { message: firstLine(message), place };
    return {
      message: firstLine(message).replace(/ is not supported in strip-only mode$/, ' cannot be run'),
      place,
      hint: 'Trueup removes the types from TypeScript, but does not compile it. Set erasableSyntaxOnly in tsconfig.json so that your editor marks such code.',
    };
  }
  const shown = /^(\/.*|file:.*):(\d+)\n.*\n( *)\^/.exec(error.stack ?? '');
  if (!shown) return undefined;
  const [, where = '', line, indent = ''] = shown;
  const file = where.startsWith('file:') ? fileURLToPath(where) : where;
  const name = /does not provide an export named '(.*?)'/.exec(error.message)?.[1];
  return {
    message: error.message,
    place: { file, line: Number(line), column: indent.length + 1 },
    ...(name !== undefined && { hint: `If ${name} is a type, import it with \`import type\`.` }),
  };
}

function isPlaced({ message, stack = '' }: SyntaxError): boolean {
  return /^\/.*?:\d+:\d+: /.test(message) || /^(?:\/|file:)/.test(stack);
}

/** Node.js doesn't report which JavaScript file can't be parsed, so this finds the first such file in the folder. */
function parseError(folder: string): SyntaxError | undefined {
  for (const name of readdirSync(folder).filter((one) => /\.m?js$/.test(one))) {
    try {
      withoutTypes(readFileSync(join(folder, name), 'utf8'), join(folder, name));
    } catch (error) {
      if (error instanceof SyntaxError) return error;
    }
  }
  return undefined;
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? text;
}

/** The failure for an import that can't be resolved. */
function unresolved(error: unknown): Failure | undefined {
  if (/^Cannot find module 'trueup'\n/.test(messageOf(error)))
    return {
      message: 'require() cannot find trueup',
      hint: "Write import { defineRole } from 'trueup', in a file that ends in .ts or .mjs.",
    };
  if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  const [, kind, missing = '', importer = ''] =
    /^Cannot find (package|module) '(.*?)' imported from (.*)$/.exec(messageOf(error)) ?? [];
  const file = importer.startsWith('file:') ? fileURLToPath(importer) : importer;
  if (kind === undefined) return undefined;
  const place = placeOfImport(file, (specifier) =>
    kind === 'package'
      ? specifier === missing || specifier.startsWith(`${missing}/`)
      : resolve(dirname(file), specifier) === missing,
  );
  return kind === 'package'
    ? {
        message: `the package ${missing} is not installed`,
        place,
        hint: `Install it: npm install ${missing}.`,
      }
    : {
        message: `no such file: ${missing}`,
        place,
        hint: 'Write the full file name, including its extension.',
      };
}

/** The place where the file imports a specifier for which `isMeant` is true. */
function placeOfImport(file: string, isMeant: (specifier: string) => boolean): Place | undefined {
  for (const [index, text] of linesOf(file).entries()) {
    for (const { 2: specifier = '', index: column } of text.matchAll(/(['"])(.*?)\1/g)) {
      if (isMeant(specifier)) return { file, line: index + 1, column: column + 1 };
    }
  }
  return undefined;
}

/** The lines of a source file; none if it can't be read. */
export function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** The failure for what the module threw while it was loaded. */
function thrown(error: unknown, folder: string): Failure {
  const frames = ownFrames(error, folder);
  const kind = error instanceof TrueupError ? '' : nameOf(error);
  return {
    message: `${kind}${messageOf(error)}`,
    place: frames[0]?.place,
    output: frames.map(({ line }) => line).join('\n'),
    ...(error instanceof TrueupError && error.hint !== undefined && { hint: error.hint }),
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error && error.name !== 'Error' ? `${error.name}: ` : '';
}
