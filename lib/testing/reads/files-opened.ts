// Finds out which files of a host are opened during an action: the kernel reports this, even for sandboxed processes.
import { sh } from '../../shell/sh.js';
import type { Script } from '../../model/script.js';
import type { HostBed } from '../try-resource-on-host.js';

/** Uses inotify(7) in Perl, which every Debian and Ubuntu has: prints each path that is opened, until it is killed. */
const watcher = `
my %calls = (x86_64 => [294, 254], aarch64 => [26, 27]);
my $arch = qx(uname -m); chomp $arch;
my $call = $calls{$arch} or die "no inotify numbers for $arch\\n";
$| = 1;
my $queue = syscall($call->[0], 0);
die "inotify_init1: $!\\n" if $queue < 0;
my %paths;
for my $path (@ARGV) {
  my $watch = syscall($call->[1], $queue, $path, 0x20);
  $paths{$watch} = $path if $watch > 0;
}
open(my $events, "<&=", $queue) or die "$!\\n";
print "ready\\n";
while (sysread($events, my $buffer, 65536)) {
  while (length $buffer >= 16) {
    my ($watch, undef, undef, $length) = unpack "iIII", $buffer;
    substr($buffer, 0, 16 + $length) = "";
    print "opened\\t$paths{$watch}\\n" if exists $paths{$watch};
  }
}`;

/** The files that were opened while the script ran, or a moment later. Throws if the host can't report this. */
export async function filesOpened(
  bed: HostBed,
  files: readonly string[],
  script: Script,
): Promise<readonly string[]> {
  const said = await bed.run(sh`
out=$(mktemp)
perl -e ${watcher} ${files} >"$out" 2>&1 </dev/null &
watcher=$!
trap 'kill "$watcher" 2>/dev/null || true; rm -f "$out"' EXIT
tries=0
until grep -qx ready "$out"; do
  tries=$((tries + 1)); [ "$tries" -lt 50 ] || { cat "$out" >&2; exit 1; }
  sleep 0.1
done
( ${script} ) >/dev/null 2>&1 || true
sleep 1
sort -u "$out"`);
  return said
    .split('\n')
    .flatMap((line) => (line.startsWith('opened\t') ? [line.slice('opened\t'.length)] : []));
}
