// An OpenPGP public key in a file on the host: its fingerprints, and the form that apt reads.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';

/*
 * No program that lists keys is on every host: apt only needs one that verifies signatures. A key is a sequence of
 * packets (RFC 9580, 4.2 and 10.1). The fingerprint of a primary key is a digest of its packet (5.5.4). Perl is
 * essential on Debian and Ubuntu; its modules for digests and base64 are not.
 */
const program = String.raw`
use strict; use warnings;
binmode STDIN;
local $/;
my ($all, $at, $keys) = (scalar(<STDIN>) // "", 0, 0);
my %belongs = map { $_ => 1 } 2, 6, 12, 13, 14, 17, 21;
sub refuse { print STDERR "$_[0]\n"; exit 3 }
sub take { refuse("it is truncated") if $at + $_[0] > length $all; $at += $_[0]; substr $all, $at - $_[0], $_[0] }
sub octet { ord take(1) }
sub size {
  my ($new, $kind) = @_;
  refuse("one of its packets has no length") if $new ? $kind >= 224 && $kind < 255 : $kind == 3;
  return $kind < 192 ? $kind : $kind < 224 ? (($kind - 192) << 8) + octet() + 192 : unpack "N", take(4) if $new;
  $kind == 0 ? octet() : $kind == 1 ? unpack "n", take(2) : unpack "N", take(4);
}
while ($at < length $all) {
  my $head = octet();
  my $new = $head & 64;
  my $tag = $new ? $head & 63 : ($head >> 2) & 15;
  refuse("it contains a private key") if $head & 128 and $tag == 5 || $tag == 7;
  refuse("it is not an OpenPGP public key") unless $head & 128 && $belongs{$tag} && ($keys || $tag == 6);
  my $body = take(size($new, $new ? octet() : $head & 3));
  next if $tag != 6;
  $keys++;
  my $version = ord $body;
  my %digests = (4 => ["sha1sum", pack("Cn", 0x99, length $body)], 6 => ["sha256sum", pack("CN", 0x9b, length $body)]);
  my ($digest, $before) = @{ $digests{$version} or refuse("it contains a key of version $version, which is not supported") };
  open my $sum, "|-", $digest or die "$digest: $!\n";
  print $sum $before, $body;
  close $sum or die "$digest failed\n";
}
refuse("it is empty") unless $keys;
`;

/**
 * Defines four functions. `blocks FILE` counts the armored blocks; `unarmored FILE` prints the key's bytes; `armored`
 * converts the bytes on stdin to ASCII armor; `fingerprints FILE` prints the fingerprints of the primary keys on one
 * line, sorted. `fingerprints` exits with status 3 if the file isn't a usable key; stderr gives the reason. On older
 * releases, apt reads only the first block of armored text, so a file with several blocks is rejected.
 */
export const defineReadKey: Script = sh`
begin='-----BEGIN PGP PUBLIC KEY BLOCK-----' end='-----END PGP PUBLIC KEY BLOCK-----'
blocks() { grep -acxF -e "$begin" <"$1" || [ $? = 1 ]; }
unarmored() {
  found=$(blocks "$1")
  if [ "$found" != 0 ]; then sed -e "/^$begin\$/,/^$end\$/!d" -e "/^$end\$/q" <"$1" | sed -e '1,/^$/d' -e '/^[=-]/d' | base64 -d
  else cat <"$1"; fi
}
armored() { printf '%s\n\n' "$begin"; base64 -w 64; printf '%s\n' "$end"; }
fingerprints() (
  found=$(blocks "$1") || exit
  [ "$found" -lt 2 ] || { echo 'it contains several blocks, and apt may read only the first one' >&2; exit 3; }
  found=$(unarmored "$1" | perl -e ${program}) || exit
  printf '%s\n' "$found" | tr a-f A-F | sed 's/ .*//' | sort | tr '\n' ' ' | sed 's/ $//'
  echo
)`;
