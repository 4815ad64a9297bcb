// Who else is on a host's network: who answers for an address (ARP), and who announces one (VRRP).
import type { Answer, Script } from '../model/script.js';
import { sh } from '../shell/sh.js';

/*
 * perl-base is on every Debian and Ubuntu: dpkg needs it. A probe says that it comes from nobody (0.0.0.0, RFC 5227), so
 * that no neighbour remembers anything of it. Linux, packet(7): family 17; 263, 1: also frames for this multicast group
 * are for us; 1, 26: a filter lets VRRP (protocol 112) alone through, so that a busy balancer's traffic costs nothing.
 */
const program = String.raw`
use strict; use warnings;
my ($link, $wait, $vrrp, @ask) = @ARGV;
sub of { open my $file, '<', "/sys/class/net/$link/$_[0]" or die "$link: $!\n"; my $line = <$file>; chomp $line; $line }
my ($own, $index) = (of('address'), of('ifindex'));
my %mine = map { open my $file, '<', $_ or (); my $line = $file ? <$file> : ''; chomp $line; $line => 1 } glob '/sys/class/net/*/address';
exit 0 unless $own =~ /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/;
sub text { join '.', unpack 'C4', $_[0] }
sub place { pack 'SnlSCCa8', 17, $_[0], $index, 1, 0, 6, "\xff" x 6 }
sub hear { socket my $on, 17, $_[0], unpack 'S', pack 'n', $_[1] or die "socket: $!\n"; bind $on, place($_[1]) or die "bind: $!\n"; $on }
my $arp = hear(3, 0x0806);
my $bits = ''; vec($bits, fileno $arp, 1) = 1;
my $adverts;
if ($vrrp) {
  $adverts = hear(2, 0x0800);
  my $filter = pack('SCCL' x 4, 0x30, 0, 0, 9, 0x15, 0, 1, 112, 6, 0, 0, 0xffff, 6, 0, 0, 0);
  setsockopt $adverts, 1, 26, pack 'S x![P] P', 4, $filter or die "filter: $!\n";
  setsockopt $adverts, 263, 1, pack 'iSSa8', $index, 0, 6, "\x01\x00\x5e\x00\x00\x12";
  vec($bits, fileno $adverts, 1) = 1;
}
my $mac = pack 'H12', $own =~ s/://gr;
for (@ask) {
  my $head = ("\xff" x 6) . $mac . pack 'nnnCCn', 0x0806, 1, 0x0800, 6, 4, 1;
  send $arp, $head . $mac . "\0" x 10 . pack('C4', split /\./), 0, place(0x0806) or die "send: $!\n";
}
my (%asked, %said); $asked{$_} = 1 for @ask;
while ($wait > 0) {
  (my $some, $wait) = select my $ready = $bits, undef, undef, $wait;
  last if $some < 1;
  if (vec $ready, fileno $arp, 1) {
    recv $arp, my $frame, 128, 0;
    next if length $frame < 42;
    my ($from, $who) = (join(':', unpack '(H2)6', substr $frame, 22, 6), text(substr $frame, 28, 4));
    $said{"arp $who $from"} = 1 if $asked{$who} && !$mine{$from};
  }
  if ($adverts && vec $ready, fileno $adverts, 1) {
    recv $adverts, my $packet, 2048, 0;
    my $start = 4 * (15 & ord $packet);
    next if length $packet < $start + 12;
    my ($kind, $id, $priority, $count) = unpack 'C4', substr $packet, $start, 4;
    next if ($kind & 15) != 1;
    my @all = map { text($_) } unpack '(a4)*', substr $packet, $start + 8, 4 * $count;
    $said{join ' ', 'vrrp', text(substr $packet, 12, 4), $id, @all} = 1;
  }
}
open my $known, '<', '/proc/net/arp';
while (<$known>) { my ($address, undef, undef, $from) = split; $said{"known $from $address"} = 1 }
print "$_\n" for sort keys %said;
`;

export interface LookOnWire {
  /** The link is the one that has this address; nothing is looked at where none has. */
  readonly own: string;
  /** The link, where it is named. */
  readonly link?: string;
  /** Whose IPv4 addresses are asked for. */
  readonly addresses: readonly string[];
}

/** Answers come within milliseconds; VRRP's are a second apart by default. */
const arpSeconds = 0.03;
const vrrpSeconds = 1.2;

/** Changes nothing, neither here nor in any neighbour's memory. `arp` unless VRRP is to be heard, too, or `quick` succeeds. */
export function lookOnWire({ own, link, addresses }: LookOnWire, quick: Script = sh`false`): Script {
  return sh`
link=${link ?? ''}
[ -n "$link" ] || link=$(ip -o -4 address show to ${own} | { read -r n name rest || true; printf %s "\${name%%@*}"; })
[ -n "$link" ] || exit 0
if ${quick}; then wait=${arpSeconds} vrrp=0; else wait=${vrrpSeconds} vrrp=1; fi
perl -e ${program} -- "$link" "$wait" "$vrrp" ${addresses}`;
}

/** What was heard. */
export interface SeenOnWire {
  /** Who, by hardware address, answers for an address. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
  readonly adverts: readonly {
    readonly from: string;
    readonly id: number;
    readonly addresses: readonly string[];
  }[];
  /** A hardware address, with the addresses that the host knows of it. */
  readonly named: (mac: string, but: string) => string;
}

/** The meaning of an answer of `lookOnWire`. */
export function seenOnWire({ stdout }: Pick<Answer, 'stdout'>): SeenOnWire {
  const lines = stdout.split('\n').map((line) => line.split(' '));
  const of = (kind: string) => lines.flatMap(([first, ...rest]) => (first === kind ? [rest] : []));
  const holders = new Map<string, readonly string[]>();
  for (const [address = '', mac = ''] of of('arp'))
    holders.set(address, [...(holders.get(address) ?? []), mac]);
  return {
    holders,
    adverts: of('vrrp').map(([from = '', id, ...addresses]) => ({ from, id: Number(id), addresses })),
    named(mac, but) {
      const others = of('known').flatMap(([known, address = '']) =>
        known === mac && address !== but ? [address] : [],
      );
      return others.length === 0 ? mac : `${mac} (${others.join(', ')})`;
    },
  };
}
