// The program with which a host queries its network: which hosts answer for addresses, and which announce one by VRRP.

/*
 * perl-base is installed on every Debian and Ubuntu, because dpkg needs it. A probe has no source address (0.0.0.0, RFC
 * 5227; ::, RFC 4862), so that no neighbour caches it. Linux, packet(7): 17 is the family; 263, 1 also receives frames
 * for this multicast group; 1, 26 filters everything but answers to IPv6 probes and VRRP (protocol 112), so that a busy
 * balancer's traffic costs nothing.
 */

/**
 * A Perl program. Its arguments are the link, the number of seconds to listen, whether to listen for VRRP, too (0 or
 * 1), and the addresses to query.
 */
export const wireProgram = String.raw`
use strict; use warnings; use Socket qw(inet_pton AF_INET6);
my ($link, $wait, $vrrp, @ask) = @ARGV;
sub of { open my $file, '<', "/sys/class/net/$link/$_[0]" or die "$link: $!\n"; my $line = <$file>; chomp $line; $line }
my ($own, $index) = (of('address'), of('ifindex'));
my %mine = map { open my $file, '<', $_ or (); my $line = $file ? <$file> : ''; chomp $line; $line => 1 } glob '/sys/class/net/*/address';
exit 0 unless $own =~ /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/;
sub text { join '.', unpack 'C4', $_[0] }
sub place { pack 'SnlSCCa8', 17, $_[0], $index, 1, 0, 6, "\xff" x 6 }
sub hear { socket my $on, 17, $_[0], unpack 'S', pack 'n', $_[1] or die "socket: $!\n"; bind $on, place($_[1]) or die "bind: $!\n"; $on }
sub filter { my $code = join '', map { pack 'SCCL', @$_ } @_[1 .. $#_]; setsockopt $_[0], 1, 26, pack 'S x![P] P', $#_, $code or die "filter: $!\n" }
sub join_group { setsockopt $_[0], 263, 1, pack 'iSSa8', $index, 0, 6, $_[1] }
sub mac { join ':', unpack '(H2)6', $_[0] }
my $bits = '';
my $arp = hear(3, 0x0806);
vec($bits, fileno $arp, 1) = 1;
my ($adverts, $neighbours);
if ($vrrp) {
  $adverts = hear(2, 0x0800);
  filter($adverts, [0x30, 0, 0, 9], [0x15, 0, 1, 112], [6, 0, 0, 0xffff], [6, 0, 0, 0]);
  join_group($adverts, "\x01\x00\x5e\x00\x00\x12");
  vec($bits, fileno $adverts, 1) = 1;
}
if (grep { /:/ } @ask) {
  $neighbours = hear(3, 0x86dd);
  filter($neighbours, [0x30, 0, 0, 20], [0x15, 0, 3, 58], [0x30, 0, 0, 54], [0x15, 0, 1, 136], [6, 0, 0, 0xffff], [6, 0, 0, 0]);
  join_group($neighbours, "\x33\x33\0\0\0\1");
  vec($bits, fileno $neighbours, 1) = 1;
}
my $from = pack 'H12', $own =~ s/://gr;
my (%asked, %said);
for (@ask) {
  if (/:/) {
    my $for = inet_pton(AF_INET6, $_);
    my $end = substr $for, 13;
    my ($nobody, $group) = ("\0" x 16, "\xff\2" . "\0" x 9 . "\1\xff" . $end);
    my $sum = unpack '%32n*', $group . pack('NN', 24, 58) . pack('CCnN', 135, 0, 0, 0) . $for;
    $sum = ($sum & 0xffff) + ($sum >> 16) for 1, 2;
    my $packet = pack('NnCC', 0x60000000, 24, 58, 255) . $nobody . $group . pack('CCnN', 135, 0, 0xffff & ~$sum, 0) . $for;
    $asked{$for} = $_;
    send $neighbours, "\x33\x33\xff$end$from" . pack('n', 0x86dd) . $packet, 0, place(0x86dd) or die "send: $!\n";
  } else {
    my $for = pack 'C4', split /\./;
    my $head = ("\xff" x 6) . $from . pack 'nnnCCn', 0x0806, 1, 0x0800, 6, 4, 1;
    $asked{$for} = $_;
    send $arp, $head . $from . "\0" x 10 . $for, 0, place(0x0806) or die "send: $!\n";
  }
}
sub holds { my ($who, $by) = @_; $said{"holds $asked{$who} $by"} = 1 if $asked{$who} && !$mine{$by} }
while ($wait > 0) {
  (my $some, $wait) = select my $ready = $bits, undef, undef, $wait;
  last if $some < 1;
  if (vec $ready, fileno $arp, 1) {
    recv $arp, my $frame, 128, 0;
    holds(substr($frame, 28, 4), mac(substr $frame, 22, 6)) if length $frame >= 42;
  }
  if ($neighbours && vec $ready, fileno $neighbours, 1) {
    recv $neighbours, my $frame, 256, 0;
    next if length $frame < 78 || ord(substr $frame, 20) != 58 || ord(substr $frame, 54) != 136;
    my $told = length $frame >= 86 && substr($frame, 78, 2) eq "\2\1";
    holds(substr($frame, 62, 16), mac(substr $frame, $told ? 80 : 6, 6));
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
while (<$known>) { my ($address, undef, undef, $of) = split; $said{"known $of $address"} = 1 }
print "looked\n";
print "$_\n" for sort keys %said;
`;
