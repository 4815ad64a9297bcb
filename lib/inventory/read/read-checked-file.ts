// Reads a YAML or JSON file of the inventory and checks its shape.
import { readRegularText } from '../../bounds/read-bounded-file.js';
import type { Problems } from '../raw/collect-problems.js';
import { plainly, type Raw } from '../raw/raw-value.js';
import { readJson } from '../raw/read-json.js';
import { readYaml } from '../raw/read-yaml.js';
import { schemaCheck } from '../schema/schema-check.js';
import { schemaFindings } from '../schema/schema-findings.js';

/** A file's values; if `concerns` accepts them, a wrong shape is a problem. */
export async function readChecked(
  file: string,
  schema: object,
  problems: Problems,
  concerns: (written: Raw) => boolean = () => true,
): Promise<Raw | undefined> {
  const json = jsonIn(file, problems);
  if (json === 'wrong') return undefined;
  const written = json ?? readYaml(file, problems);
  if (written && concerns(written)) await checkShape(written, schema, problems);
  return written;
}

/** Adds problems with the shape of a file's content. */
export async function checkShape(written: Raw, schema: object, problems: Problems): Promise<void> {
  const { errors } = (await schemaCheck(schema))(plainly(written));
  for (const { message, ...details } of schemaFindings(errors, written)) problems.add(message, details);
}

/** As in Ansible, valid JSON is read as JSON, because YAML differs: 1e3 is text there. */
function jsonIn(file: string, problems: Problems): Raw | 'wrong' | undefined {
  if (!file.endsWith('.json')) return undefined;
  let text: string;
  try {
    text = readRegularText(file);
  } catch {
    return undefined; // the YAML reader reports why
  }
  const json = problems.attempt(() => ({ value: readJson(text, file) }));
  return json ? json.value : 'wrong';
}
