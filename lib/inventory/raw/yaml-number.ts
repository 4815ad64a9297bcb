// Reads numbers of YAML 1.1: with underscores, and in base 2, 8, 10, 16 or 60.

const whole =
  /^([-+]?)(?:0b([01_]+)|0x([\da-fA-F_]+)|(0[0-7_]+)|(0|[1-9][\d_]*)|([1-9][\d_]*(?::[0-5]?\d)+))$/;
const broken = /^[-+]?(?:\d[\d_]*\.[\d_]*|\.\d[\d_]*)(?:[eE][-+]\d+)?$/;
const sixties = /^[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*$/;

/** The number; its digits as text if a number can't represent them exactly; undefined for any other word. */
export function numberOf(source: string): number | string | undefined {
  const [, sign = '', binary, hexadecimal, octal, decimal, minutes] = whole.exec(source) ?? [];
  if (binary !== undefined) return integer(sign, `0b${bare(binary)}`);
  if (hexadecimal !== undefined) return integer(sign, `0x${bare(hexadecimal)}`);
  if (octal !== undefined) return integer(sign, `0o${bare(octal).slice(1) || '0'}`);
  if (decimal !== undefined) return integer(sign, bare(decimal));
  if (minutes !== undefined) return inSixties(minutes, sign);
  if (broken.test(source) && !/^[-+]\./.test(source)) return Number(bare(source));
  if (sixties.test(source)) return inSixties(source.replace(/^[-+]/, ''), source.startsWith('-') ? '-' : '');
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(source)) return source.startsWith('-') ? -Infinity : Infinity;
  return /^\.(?:nan|NaN|NAN)$/.test(source) ? NaN : undefined;
}

function bare(digits: string): string {
  return digits.replaceAll('_', '');
}

function integer(sign: string, digits: string): number | string | undefined {
  if (/^0[bx]$/.test(digits)) return undefined;
  const value = BigInt(digits) * (sign === '-' ? -1n : 1n);
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

/** 2122:22 is 2122 minutes and 22 seconds, in seconds. */
function inSixties(text: string, sign: string): number {
  const value = bare(text)
    .split(':')
    .reduce((total, part) => total * 60 + Number(part), 0);
  return sign === '-' ? -value : value;
}
