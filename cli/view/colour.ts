// Whether to colour, decided once. The only importer of picocolors.
import { isatty } from 'node:tty';
import pc from 'picocolors';

const { env, stdout } = process;

/** In a terminal or on request, never by default in a pipe or CI log. https://no-color.org, https://force-color.org */
export const coloured =
  !env.NO_COLOR && (Boolean(env.FORCE_COLOR) || (isatty(stdout.fd) && env.TERM !== 'dumb'));

/** Functions from text to coloured text, or to the same text. */
export const colour = pc.createColors(coloured);
