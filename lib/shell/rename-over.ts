// rename(2) for a shell: one name atomically replaces another, whatever that is.
import type { Script } from '../model/script.js';
import { sh } from './sh.js';

/** Perl is essential on Debian and Ubuntu. */
const perl = 'rename $ARGV[0], $ARGV[1] or die "$ARGV[1]: $!\\n"';

/**
 * Moves \`from\` over \`to\`, both words of the shell. In uutils (Ubuntu since 25.10), up to 0.12 at least, \`mv -T\`
 * treats a link to a directory as the directory, and refuses to replace it with a file or another link.
 */
export function renameOver(from: string | Script, to: string | Script): Script {
  return sh`{ mv -fT -- ${from} ${to} 2>/dev/null || perl -e ${perl} -- ${from} ${to}; }`;
}
