// Reads dates and times of YAML 1.1; as values they are text, in the form of ISO 8601.

const form =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?)?$/;

/** The text as Ansible prints it; undefined for a word that isn't a date. */
export function timestampOf(source: string): string | undefined {
  const [
    ,
    year,
    month = '',
    day = '',
    hour,
    minute,
    second,
    fraction = '',
    zone,
    sign,
    hours = '',
    minutes = '00',
  ] = form.exec(source) ?? [];
  if (year === undefined) return undefined;
  if (hour === undefined) return source.length === 10 ? source : undefined;
  const date = `${year}-${two(month)}-${two(day)}`;
  const micro = fraction.slice(0, 6).padEnd(6, '0');
  const time = `${two(hour)}:${minute ?? ''}:${second ?? ''}${Number(micro) === 0 ? '' : `.${micro}`}`;
  const offset = zone === undefined ? '' : sign === undefined ? '+00:00' : `${sign}${two(hours)}:${minutes}`;
  return `${date}T${time}${offset}`;
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}
