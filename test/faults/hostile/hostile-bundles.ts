// Bundles, keys and lists of keys that are too much, or lead elsewhere; and what is said of each.

/** A shell's command that makes what lies at `$1`, and what is said of it; nothing if it is merely much. */
export interface HostileFile {
  readonly attack: 'bundle' | 'known hosts' | 'key file';
  readonly name: string;
  readonly made: string;
  readonly says?: RegExp;
}

const tar = (inside: string): string => `d=$(mktemp -d); cd "$d"; ${inside}; rm -rf "$d"`;

export const hostileFiles: Readonly<Record<string, HostileFile>> = {
  'a tarball that unfolds to a gigabyte': {
    attack: 'bundle',
    name: 'x.tar.gz',
    made: tar('head -c 1000000000 /dev/zero >z; tar -czf "$1" z'),
    says: /contains more than 64 MiB/,
  },
  'a tarball of endless zeros': {
    attack: 'bundle',
    name: 'x.tgz',
    made: 'head -c 1000000000 /dev/zero | gzip -1 >"$1"',
    says: /contains more than 64 MiB|not a tarball/,
  },
  'a tarball with a sparse file': {
    attack: 'bundle',
    name: 'x.tar',
    made: tar('truncate -s 100G z; tar -cSf "$1" z'),
    says: /is a |contains more than|not a tarball/,
  },
  'a tarball of a million empty files': {
    attack: 'bundle',
    name: 'x.tar.gz',
    made: `node -e '
      const head = Buffer.alloc(512);
      const put = (text, at) => head.write(text, at);
      const blocks = [];
      for (let n = 0; n < 20000; n++) {
        head.fill(0);
        put("f" + n, 0); put("0000644\\0", 100); put("0000000\\0", 108); put("0000000\\0", 116);
        put("00000000000\\0", 124); put("00000000000\\0", 136); put("        ", 148); put("0", 156); put("ustar\\0" + "00", 257);
        let sum = 0; for (const byte of head) sum += byte;
        put(sum.toString(8).padStart(6, "0") + "\\0 ", 148);
        blocks.push(Buffer.from(head));
      }
      const part = require("zlib").gzipSync(Buffer.concat(blocks));
      require("fs").writeFileSync(process.argv[1], Buffer.concat(Array(60).fill(part)));' "$1"`,
    says: /contains more than 64 MiB/,
  },
  'a tarball that leads up': {
    attack: 'bundle',
    name: 'x.tar',
    made: tar('mkdir a; cd a; echo x >../up; tar -cPf "$1" ../up'),
    says: /has a path that points outside the archive/,
  },
  'a tarball of absolute names': {
    attack: 'bundle',
    name: 'x.tar',
    made: 'tar -cPf "$1" /etc/hostname',
    says: /has a path that points outside the archive/,
  },
  'a tarball with a link out': {
    attack: 'bundle',
    name: 'x.tar',
    made: tar('ln -s /etc/passwd p; tar -cf "$1" p'),
    says: /is a link to .*, which is outside the bundle/,
  },
  'a tarball whose links lead out together': {
    attack: 'bundle',
    name: 'x.tar',
    made: tar('mkdir -p p/q; ln -s ../.. p/q/r; ln -s p/q/r/../../../etc/passwd out; tar -cf "$1" p out'),
    says: /out is a link to .*, which is outside the bundle/,
  },
  'a tarball with a hard link': {
    attack: 'bundle',
    name: 'x.tar',
    made: tar('echo a >a; ln a b; tar -cf "$1" a b'),
    says: /b is a link/,
  },
  'a tarball with a pipe': {
    attack: 'bundle',
    name: 'x.tar',
    made: tar('mkfifo p; tar -cf "$1" p'),
    says: /p is a fifo/,
  },
  'a tarball with a device': {
    attack: 'bundle',
    name: 'x.tar',
    made: tar('mknod c c 1 3 || cp -a /dev/null c; tar -cf "$1" c'),
    says: /c is a character-device/,
  },
  'a tarball with a name in Latin-1': {
    attack: 'bundle',
    name: 'x.tar',
    made: tar('touch "$(printf "caf\\351")"; tar -cf "$1" caf*'),
    says: /is not UTF-8 text/,
  },
  'a tarball that is none': {
    attack: 'bundle',
    name: 'x.tar',
    made: 'echo hello >"$1"',
    says: /not a tarball|empty/i,
  },
  'a tarball that is cut off': {
    attack: 'bundle',
    name: 'x.tar.gz',
    made: tar('head -c 100000 /dev/urandom >z; tar -czf - z | head -c 50000 >"$1"'),
    says: /not a tarball/,
  },
  'a tarball that is a pipe': {
    attack: 'bundle',
    name: 'x.tar',
    made: 'mkfifo "$1"',
    says: /is not a regular file/,
  },
  'odd names in a tarball': {
    attack: 'bundle',
    name: 'x.tar',
    made: tar('touch -- "-rf" "a\nb" "c d" "\\$(x)"; tar -cf "$1" -- ./*'),
  },
  'a folder with a huge file': {
    attack: 'bundle',
    name: 'folder',
    made: 'mkdir "$1"; truncate -s 100G "$1/z"',
    says: /is larger than 64 MiB/,
  },
  'a folder with a pipe': {
    attack: 'bundle',
    name: 'folder',
    made: 'mkdir "$1"; mkfifo "$1/p"',
    says: /not a file, directory or link/,
  },
  'a folder whose links lead out together': {
    attack: 'bundle',
    name: 'folder',
    made: 'mkdir -p "$1/p/q"; ln -s ../.. "$1/p/q/r"; ln -s p/q/r/../../../etc/passwd "$1/out"',
    says: /out is a link to .*, which is outside the bundle/,
  },
  'a folder that holds itself': {
    attack: 'bundle',
    name: 'folder',
    made: 'mkdir "$1"; ln -s . "$1/self"; ln -s a "$1/b"; ln -s b "$1/a"; touch "$1/x"',
  },
  'a folder whose rules are a pipe': {
    attack: 'bundle',
    name: 'folder',
    made: 'mkdir "$1"; mkfifo "$1/.trueupignore"',
    says: /is not a regular file/,
  },
  'a folder whose rules never end': {
    attack: 'bundle',
    name: 'folder',
    made: `mkdir "$1"; printf '${'*a'.repeat(60)}*b\\n${'**/'.repeat(60)}b\\n' >"$1/.trueupignore"; touch "$1/${'a'.repeat(200)}"`,
  },
  'known hosts that are a pipe': {
    attack: 'known hosts',
    name: 'known_hosts',
    made: 'mkfifo "$1"',
    says: /E_HOST_KEY .*is not a regular file/,
  },
  'known hosts without end': {
    attack: 'known hosts',
    name: 'known_hosts',
    made: 'truncate -s 100G "$1"',
    says: /E_HOST_KEY .*is larger than 64 MiB/,
  },
  'known hosts of many stars': {
    attack: 'known hosts',
    name: 'known_hosts',
    made: `ssh-keygen -q -t ed25519 -N '' -f "$1.key"; printf '%s %s\\n' '${'*a'.repeat(60)}*b' "$(cut -d' ' -f1,2 "$1.key.pub")" >"$1"`,
  },
  'known hosts that are no text': {
    attack: 'known hosts',
    name: 'known_hosts',
    made: 'head -c 5000000 /dev/urandom >"$1"',
  },
  'a key that is a pipe': {
    attack: 'key file',
    name: 'key',
    made: 'mkfifo "$1"',
    says: /is not a regular file/,
  },
  'a key without end': {
    attack: 'key file',
    name: 'key',
    made: 'truncate -s 1G "$1"',
    says: /is larger than 64 KiB/,
  },
};
