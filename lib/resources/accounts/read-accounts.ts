// Lines of passwd(5) and group(5) → data.

export interface GroupEntry {
  readonly name: string;
  readonly gid: string;
  readonly members: readonly string[];
}

export interface UserEntry {
  readonly name: string;
  readonly uid: string;
  readonly gid: string;
  readonly comment: string;
  readonly home: string;
  readonly shell: string;
}

function fields(lines: readonly string[], count: number): readonly (readonly string[])[] {
  return lines.map((line) => {
    const parts = line.split(':');
    if (parts.length !== count) throw new Error(`unexpected output of getent(1): ${JSON.stringify(line)}`);
    return parts;
  });
}

/** Throws for a line that isn't valid in group(5). */
export function readGroups(lines: readonly string[]): readonly GroupEntry[] {
  return fields(lines, 4).map(([name = '', , gid = '', members = '']) => ({
    name,
    gid,
    members: members === '' ? [] : members.split(','),
  }));
}

/** Throws for a line that isn't valid in passwd(5). */
export function readUsers(lines: readonly string[]): readonly UserEntry[] {
  return fields(lines, 7).map(([name = '', , uid = '', gid = '', comment = '', home = '', shell = '']) => ({
    name,
    uid,
    gid,
    comment,
    home,
    shell,
  }));
}
