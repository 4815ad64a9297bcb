// A MySQL or MariaDB database.
import type { Change, Resource, ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { defineResource } from '../define-resource.js';
import { querySql, readRows, sqlHex, sqlName, executeSql } from './mysql-client.js';

export interface MysqlDatabaseWant {
  /** Name of the database. */
  readonly name: string;
  /** Default character set of new tables. Defaults to the server's character set. */
  readonly charset?: string;
  /** Default collation of new tables. If unset, the server chooses it. */
  readonly collation?: string;
}

type Have = { readonly charset: string; readonly collation: string } | 'missing';

const databaseType: ResourceType<MysqlDatabaseWant, Have> = {
  type: 'mysql.database',
  id: ({ name }) => name,

  probe: (wants) =>
    querySql(
      wants.map(
        ({ name }, at) =>
          `SELECT ${at}, DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA ` +
          `WHERE CAST(SCHEMA_NAME AS BINARY) = ${sqlHex(name)}`,
      ),
    ),

  read(answer, wants) {
    const rows = readRows(answer);
    return wants.map((_, at): Have => {
      const [, charset = '', collation = ''] = rows.find(([index]) => index === String(at)) ?? [];
      return charset === '' ? 'missing' : { charset, collation };
    });
  },

  diff({ charset, collation }, have) {
    if (have === 'missing') return [{ verb: 'create', key: 'database' }];
    const changes: Change[] = [];
    if (charset !== undefined && charset !== have.charset) {
      changes.push({
        verb: 'update',
        key: 'charset',
        what: 'character set',
        from: have.charset,
        to: charset,
      });
    }
    if (collation !== undefined && collation !== have.collation) {
      changes.push({ verb: 'update', key: 'collation', from: have.collation, to: collation });
    }
    return changes;
  },

  apply({ name, charset, collation }, have) {
    const words = [
      have === 'missing' ? 'CREATE DATABASE' : 'ALTER DATABASE',
      sqlName(name),
      ...(charset === undefined ? [] : [`CHARACTER SET ${charset}`]),
      ...(collation === undefined ? [] : [`COLLATE ${collation}`]),
    ];
    return executeSql([words.join(' ')]);
  },

  undo: {
    removal: { byName: true, forGood: true },
    remove: ({ name }) => executeSql([`DROP DATABASE IF EXISTS ${sqlName(name)}`]),

    revert({ name }, have) {
      if (have === 'missing') return `database ${name} is kept because dropping it would delete its data`;
      return executeSql([
        `ALTER DATABASE ${sqlName(name)} CHARACTER SET ${have.charset} COLLATE ${have.collation}`,
      ]);
    },
  },
};

const make = defineResource(databaseType);

/** A database is never dropped unless `--drop-database` names it. Throws E_INPUT for an invalid name. */
export function mysqlDatabase(want: MysqlDatabaseWant): Resource {
  if (!/^[^/\\.`\0]{1,64}$/.test(want.name)) {
    throw new TrueupError('E_INPUT', `${JSON.stringify(want.name)} is not a valid MySQL database name`);
  }
  for (const word of [want.charset, want.collation]) {
    if (word !== undefined && !/^[a-z0-9_]+$/.test(word)) {
      throw new TrueupError(
        'E_INPUT',
        `${JSON.stringify(word)} is not a valid MySQL character set or collation`,
      );
    }
  }
  return make(want);
}
