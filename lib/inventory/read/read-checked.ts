// Reads a YAML file of the inventory and checks its shape.
import type { Problems } from '../raw/problems.js';
import { plainly, type Raw } from '../raw/raw.js';
import { readYaml } from '../raw/read-yaml.js';
import { schemaCheck } from '../schema/schema-check.js';
import { schemaFindings } from '../schema/schema-findings.js';

/** A file's values, if its shape is right. */
export async function readChecked(
  file: string,
  schema: object,
  problems: Problems,
): Promise<Raw | undefined> {
  const written = readYaml(file, problems);
  if (!written) return undefined;
  const { errors } = (await schemaCheck(schema))(plainly(written));
  for (const { message, ...details } of schemaFindings(errors, written)) problems.add(message, details);
  return written;
}
