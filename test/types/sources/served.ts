// Files that the test host serves to itself, for what is fetched from a URL: Perl is on every host.
import { join, sh } from '../../../lib/kit.js';
import type { Script } from '../../../lib/model/script.js';

const folder = '/run/trueup-served';
/** systemd would fill in its own variables in an argument. */
const program = `${folder}/.server.pl`;
const address = '127.0.0.1:8099';

const server = `
my $socket = IO::Socket::INET->new(LocalAddr => "${address}", Listen => 9, ReuseAddr => 1) or die $!;
while (my $client = $socket->accept) {
  my ($name) = <$client> =~ m{^GET /(\\S*)};
  while (<$client> =~ /\\S/) {}
  local $/;
  my $file;
  my ($status, $body) = open($file, "<", "${folder}/$name") ? ("200 OK", scalar <$file>) : ("404 Not Found", "");
  print $client "HTTP/1.0 $status\\r\\nContent-Length: ", length $body, "\\r\\n\\r\\n", $body;
  close $client;
}`;

const knock = `for (1 .. 100) { exit 0 if IO::Socket::INET->new("${address}"); select undef, undef, undef, 0.1 } exit 1`;

/** Where a file is served. */
export const servedUrl = (name: string): string => `http://${address}/${name}`;

/** Serves no longer. */
export const stopServing = sh`systemctl stop trueup-served.service 2>/dev/null || true; rm -rf ${folder}`;

/** Serves the files, and waits until it does. */
export function serve(files: Readonly<Record<string, string | Buffer>>): Script {
  const written = Object.entries(files).map(
    ([name, bytes]) => sh`base64 -d >${`${folder}/${name}`} <<'end'
${{ text: Buffer.from(bytes).toString('base64'), masked: '', blobs: [] }}
end`,
  );
  return sh`
${stopServing}
( umask 022; mkdir -p ${folder}
${join(written)}
)
printf '%s\n' ${server} >${program}
systemd-run -q --unit trueup-served --collect perl -MIO::Socket::INET ${program}
perl -MIO::Socket::INET -e ${knock}`;
}
