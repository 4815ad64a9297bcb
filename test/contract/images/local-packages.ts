// Packages of the tests' own, made on the host: as broken as nobody would upload them.
import { join, sh } from '../../../lib/kit.js';
import type { Script } from '../../../lib/model/script.js';

export interface LocalPackage {
  readonly name: string;
  /** Defaults to 1. */
  readonly version?: number;
  /** More lines of its control file, deb-control(5). */
  readonly control?: string;
  /** What runs when it is configured. */
  readonly postinst?: string;
}

const folder = '/srv/trueup-packages';

/** Builds the package; gives its file's path in `$deb`. */
function build({ name, version = 1, control = '', postinst = 'exit 0' }: LocalPackage): Script {
  const tree = `${folder}/${name}`;
  const fields = `Package: ${name}\nVersion: ${version}\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\n${control}Description: for a test\n`;
  return sh`
umask 022; mkdir -p ${`${tree}/DEBIAN`}
printf %s ${fields} >${`${tree}/DEBIAN/control`}
printf '#!/bin/sh\n%s\n' ${postinst} >${`${tree}/DEBIAN/postinst`}; chmod 755 ${`${tree}/DEBIAN/postinst`}
deb=${`${tree}.deb`}
dpkg-deb --root-owner-group -b ${tree} "$deb" >/dev/null`;
}

/** What happens when somebody installs the package by hand; fails where dpkg does not mind it. */
export const brokenByHand = (one: LocalPackage): Script => sh`
${build(one)}
! dpkg -i "$deb" >/dev/null 2>&1
[ -n "$(dpkg --audit)" ]`;

/** Builds the package, and puts it on the repository's list. */
const entry = (one: LocalPackage): Script => sh`
${build(one)}
{ cat ${`${folder}/${one.name}/DEBIAN/control`}
printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' ${`${one.name}.deb`} "$(wc -c <"$deb")" "$(sha256sum "$deb" | cut -d ' ' -f 1)"; } >>${`${folder}/Packages`}`;

const source = '/etc/apt/sources.list.d/trueup-local.list';

/** A repository on the host with the packages in it. `release`: more lines of its Release file. */
export const inRepository = (ones: LocalPackage | readonly LocalPackage[], release = ''): Script => sh`
mkdir -p ${folder}; : >${`${folder}/Packages`}
${join([ones].flat().map(entry))}
cd ${folder}
{ printf 'Suite: local\n%s' ${release}
printf 'SHA256:\n %s %s Packages\n' "$(sha256sum Packages | cut -d ' ' -f 1)" "$(wc -c <Packages)"; } >Release
printf 'deb [trusted=yes] file:%s ./\n' ${folder} >${source}`;

/** Takes all of them away. */
export const withoutLocalPackages = (...names: readonly string[]): Script => sh`
rm -rf ${folder} ${source}
for name in ${names}; do rm -f "/var/lib/dpkg/info/$name.postinst"; dpkg --force-all --purge "$name" >/dev/null 2>&1 || true; done
rm -f /var/lib/trueup/apt-update-pending`;
