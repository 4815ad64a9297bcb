// rename(2) for a shell: one name takes the place of another at once, whatever that is.
import type { Script } from '../model/script.js';
import { sh } from './sh.js';

/** Perl is essential on Debian and Ubuntu. */
const perl = 'rename $ARGV[0], $ARGV[1] or die "$ARGV[1]: $!\\n"';

/**
 * Moves \`from\` over \`to\`, both words of the shell. \`mv -T\` of uutils (Ubuntu since 25.10) takes a link to a directory for
 * the directory, up to 0.12 at least, and refuses to put a file or another link in its place.
 */
export function renameOver(from: string | Script, to: string | Script): Script {
  return sh`{ mv -fT -- ${from} ${to} 2>/dev/null || perl -e ${perl} -- ${from} ${to}; }`;
}
