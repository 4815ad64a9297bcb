// An account that must exist, or must not exist, on a MySQL or MariaDB server.
import type { Change, Resource, ResourceType } from '../../model/resource.js';
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { defineResource } from '../define-resource.js';
import {
  querySql,
  readRows,
  sqlAccount,
  sqlHex,
  sqlWithPassword,
  executeSql,
  whereInstalled,
} from './mysql-client.js';
import { isPassword, nativeHash } from './mysql-password.js';

export interface MysqlUserWant {
  /** Name of the account, up to 32 characters. */
  readonly name: string;
  /** Host that the account may connect from: an address, `localhost` or `%`. */
  readonly host: string;
  /** Password. It must not be empty. */
  readonly password: Secret;
  /** Whether to refuse connections without TLS. Defaults to false. */
  readonly requireTls?: boolean;
}

interface AbsentWant {
  readonly name: string;
  readonly host: string;
  readonly absent: true;
}

type Want = MysqlUserWant | AbsentWant;

interface Have {
  readonly mariadb: boolean;
  readonly account?: {
    readonly plugin: string;
    readonly stored: Buffer;
    /** As in mysql.user: empty, `ANY`, `X509`, `SPECIFIED`. */
    readonly tls: string;
    /** Whether logins are disabled. */
    readonly locked: boolean;
  };
}

type Key = 'account' | 'plugin' | 'password' | 'tls' | 'lock';

/** The authentication plugin to use: the default of the server. */
const pluginOf = ({ mariadb }: Have): string => (mariadb ? 'mysql_native_password' : 'caching_sha2_password');

/**
 * Whether the account is locked. MySQL and MariaDB store this in different places; each treats the other's expression
 * as a comment.
 */
const locked =
  "/*!50706 account_locked */ /*M!100402 (SELECT JSON_VALUE(p.Priv, '$.account_locked') FROM mysql.global_priv AS p " +
  'WHERE p.User = u.User AND p.Host = u.Host) */';

const userType: ResourceType<Want, Have, Key> = {
  type: 'mysql.user',
  id: ({ name, host }) => `${name}@${host}`,

  probe(wants) {
    return querySql([
      'SELECT VERSION()',
      ...wants.map(
        ({ name, host }, at) =>
          `SELECT ${at}, HEX(plugin), HEX(authentication_string), ssl_type, ${locked} FROM mysql.user AS u ` +
          `WHERE CAST(User AS BINARY) = ${sqlHex(name)} AND CAST(Host AS BINARY) = ${sqlHex(host)}`,
      ),
    ]);
  },

  read(answer, wants) {
    const [[version = ''] = [], ...rows] = readRows(answer);
    const mariadb = /mariadb/i.test(version);
    return wants.map((_, at): Have => {
      const row = rows.find(([index]) => index === String(at));
      if (!row) return { mariadb };
      const [, plugin = '', stored = '', tls = '', locked = ''] = row;
      const account = {
        plugin: Buffer.from(plugin, 'hex').toString('utf8'),
        stored: Buffer.from(stored, 'hex'),
        tls,
        locked: /^(Y|1|true)$/.test(locked),
      };
      return { mariadb, account };
    });
  },

  diff(want, have) {
    const { account } = have;
    if ('absent' in want) return account ? [{ verb: 'remove', key: 'account' }] : [];
    if (!account) return [{ verb: 'create', key: 'account' }];
    const changes: Change<Key>[] = [];
    const plugin = pluginOf(have);
    if (account.plugin !== plugin)
      changes.push({ verb: 'update', key: 'plugin', from: account.plugin, to: plugin });
    if (!isPassword(want.password, account.plugin, account.stored)) {
      changes.push({ verb: 'update', key: 'password', from: new Secret(''), to: want.password });
    }
    const tls = want.requireTls === true ? 'ANY' : '';
    if (account.tls !== tls) {
      changes.push({
        verb: 'update',
        key: 'tls',
        what: 'TLS',
        from: tlsInWords(account.tls),
        to: tlsInWords(tls),
      });
    }
    if (account.locked) changes.push({ verb: 'update', key: 'lock', from: 'locked', to: 'unlocked' });
    return changes;
  },

  apply(want, have, changes) {
    const account = sqlAccount(want);
    if ('absent' in want) return executeSql([`DROP USER ${account}`]);
    const verb = have.account ? 'ALTER USER' : 'CREATE USER';
    const require = `REQUIRE ${want.requireTls === true ? 'SSL' : 'NONE'}`;
    const unlock = have.account?.locked === true ? [`ALTER USER ${account} ACCOUNT UNLOCK`] : [];
    if (changes.every(({ key }) => key === 'tls' || key === 'lock'))
      return executeSql([`${verb} ${account} ${require}`, ...unlock]);
    // MySQL keeps passwords out of its binary log; MariaDB doesn't.
    const [by, password] = have.mariadb
      ? ['IDENTIFIED BY PASSWORD', nativeHash(want.password)]
      : ['IDENTIFIED WITH caching_sha2_password BY', want.password];
    return executeSql([sqlWithPassword(`${verb} ${account} ${by} `, password, ` ${require}`), ...unlock]);
  },

  undo: {
    removal: { forGood: true },
    remove: (want) => whereInstalled(executeSql([`DROP USER IF EXISTS ${sqlAccount(want)}`])),

    revert(want, { account }, changes) {
      const name = sqlAccount(want);
      if ('absent' in want) return `account ${name} was dropped along with its password`;
      if (!account) return undefined;
      const login = changes.some(({ key }) => key === 'password' || key === 'plugin');
      const require = { '': 'NONE', ANY: 'SSL', X509: 'X509' }[account.tls];
      return [
        ...(login ? [`the earlier password of ${name} is unknown`] : []),
        ...(require === undefined ? [] : [executeSql([`ALTER USER ${name} REQUIRE ${require}`])]),
        ...(account.locked ? [executeSql([`ALTER USER ${name} ACCOUNT LOCK`])] : []),
      ];
    },
  },
};

function tlsInWords(type: string): string {
  return ({ '': 'not required', ANY: 'required' } as Record<string, string>)[type] ?? type;
}

const make = defineResource(userType);

/** MySQL allows 32 characters for a name, and 255 for a host. */
function check({ name, host }: { readonly name: string; readonly host: string }): void {
  if (name === '' || Array.from(name).length > 32) {
    throw new TrueupError(
      'E_INPUT',
      `${JSON.stringify(name)} is not a valid MySQL account name: it must have 1 to 32 characters`,
    );
  }
  if (!/^[a-z0-9_.:%/-]{1,255}$/.test(host)) {
    throw new TrueupError(
      'E_INPUT',
      `${JSON.stringify(host)} is not a valid MySQL account host: use an address, a lower-case name or %`,
    );
  }
}

/**
 * Declares an account that logs in with a password. The same name at another host is a different account. Throws E_INPUT
 * for an invalid name or host, and for an empty password.
 */
export function mysqlUser(want: MysqlUserWant): Resource {
  check(want);
  if (want.password.reveal() === '') {
    throw new TrueupError('E_INPUT', `mysql account ${want.name}@${want.host}: its password is empty`);
  }
  return make(want);
}

/** Declares that an account must not exist. Throws E_INPUT for an invalid name or host. */
export function mysqlAbsentUser({
  name,
  host,
}: {
  /** Name of the account; empty for an anonymous account. */
  readonly name: string;
  /** Host of the account: an address, `localhost` or `%`. */
  readonly host: string;
}): Resource {
  if (name !== '') check({ name, host });
  return make({ name, host, absent: true });
}
