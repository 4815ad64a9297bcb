// Keeps only the helpful error of a union, because ajv reports every branch that doesn't match.
import type { ErrorObject } from 'ajv';

/** The errors with each failed union reduced to its nearest branch, or to the list of its allowed values. */
export function narrow(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  let left = [...errors];
  // Inner unions are listed before the outer ones that contain them.
  for (const union of errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')) {
    const inside = left.filter(({ schemaPath }) => schemaPath.startsWith(`${union.schemaPath}/`));
    left = left.filter((error) => error !== union && !inside.includes(error));
    left.push(...best(union, inside));
  }
  return left;
}

function best(union: ErrorObject, inside: readonly ErrorObject[]): readonly ErrorObject[] {
  const branches = new Map<string, ErrorObject[]>();
  for (const error of inside) {
    const branch = error.schemaPath.slice(union.schemaPath.length + 1).split('/', 1)[0] ?? '';
    branches.set(branch, [...(branches.get(branch) ?? []), error]);
  }
  const constants = inside.filter(({ keyword }) => keyword === 'const');
  const onlyWords = [...branches.values()].every((branch) =>
    branch.some((error) => error.keyword === 'const'),
  );
  if (onlyWords && constants.every(({ instancePath }) => instancePath === union.instancePath)) {
    const allowedValues = constants.map((error) => (error.params as { allowedValue: unknown }).allowedValue);
    return [{ ...union, keyword: 'enum', params: { allowedValues } }];
  }
  const near = [...branches.values()].filter((branch) => !branch.some((error) => elsewhere(union, error)));
  return near.length === 1 ? (near[0] ?? []).map((error) => withWords(union, error)) : [union];
}

/** The union's description applies to each branch that has none of its own. */
function withWords(union: ErrorObject, error: ErrorObject): ErrorObject {
  const { description } = (union.parentSchema ?? {}) as { description?: string };
  if (description === undefined || error.instancePath !== union.instancePath) return error;
  return { ...error, parentSchema: { description, ...error.parentSchema } };
}

/** Whether the branch is for another kind of value, or for another value of the property that tells branches apart. */
function elsewhere(union: ErrorObject, { keyword, instancePath }: ErrorObject): boolean {
  const below = instancePath.slice(union.instancePath.length);
  if (below === '') return keyword === 'type' || keyword === 'const' || keyword === 'required';
  return keyword === 'const' && below.lastIndexOf('/') === 0;
}
