// Sends SQL to the host's MySQL or MariaDB server, as root over the local socket.
import type { Answer, Script } from '../../model/script.js';
import { Secret } from '../../model/secret.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';

/*
 * SQL is sent on stdin, so that it doesn't appear in a process list. --binary-mode keeps \r\n and disables the client's
 * own commands. With NO_BACKSLASH_ESCAPES, a quote is the only special character in a string; the client uses the
 * server's mode to find the end of a statement. Without NO_AUTO_CREATE_USER, MariaDB creates a missing account without
 * a password on GRANT; MySQL no longer has that mode.
 */
const preamble =
  "SET NAMES utf8mb4; SET SESSION sql_quote_show_create = 1; SET SESSION sql_mode = IF(VERSION() LIKE '%mariadb%', " +
  "'NO_BACKSLASH_ESCAPES,NO_AUTO_CREATE_USER', 'NO_BACKSLASH_ESCAPES');";
const noClient = 3;
/**
 * Sets `client` to the path of the MySQL or MariaDB client, and `plain` to its option (if it needs one) for a
 * connection over the local socket without TLS; exits with status 3 if there is no client. Since 11.4, MariaDB's client
 * encrypts everything, which takes more than half of the time of a query.
 */
export const findClient = sh`client=$(command -v mariadb) || client=$(command -v mysql) || { echo 'no MySQL client is installed' >&2; exit ${noClient}; }
case $client in */mariadb) plain=--skip-ssl ;; *) plain= ;; esac`;
const sqlFunction = sh`
${findClient}
sql() {
  # shellcheck disable=SC2086 # one option or none
  "$client" --user=root --protocol=socket $plain --connect-timeout=10 --default-character-set=utf8mb4 \
    --batch --raw --skip-column-names --binary-mode
}`;

/** Defines `query`, which runs the SQL that it reads from stdin and prints the result. */
export const queryFunction: Script = sh`${sqlFunction}
query() { { echo ${preamble}; cat; } | sql; }`;

/** Queries the server; the result is printed on stdout. */
export function querySql(statements: readonly string[]): Script {
  return sh`${queryFunction}
printf '%s\n' ${statements.map((one) => `${one};`)} | query`;
}

/**
 * Runs statements that change something. The message of a syntax error quotes the statement, which may contain a
 * password, so the quote is removed.
 */
export function executeSql(statements: readonly (string | Secret)[]): Script {
  return sh`${sqlFunction}
set +e
said=$(printf '%s;\n' ${preamble.replace(/;$/, '')} ${statements} | sql 2>&1 >/dev/null)
status=$?
set -e
[ "$status" = 0 ] || { printf '%s\n' "$said" | sed -n -e "s/ near '.*//" -e '/^ERROR/p' >&2; exit "$status"; }`;
}

/** Runs the script only if a MySQL or MariaDB client is installed; otherwise, there is nothing to remove. */
export function whereInstalled(script: Script): Script {
  return sh`if command -v mariadb >/dev/null || command -v mysql >/dev/null; then
${script}
fi`;
}

/** Lines of tab-separated fields. Throws if there is no answer; the engine adds the client's message. */
export function readRows({ status, stdout }: Answer): readonly (readonly string[])[] {
  if (status === noClient) throw new Error('no MySQL client is installed');
  if (status !== 0) throw new Error('the database server did not answer');
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

/** An SQL string for comparisons, independent of the server's SQL mode and character set. */
export function sqlHex(value: string): string {
  return `x'${Buffer.from(value, 'utf8').toString('hex')}'`;
}

/**
 * An SQL string, valid in the SQL mode that this file sets. Throws E_INPUT for NUL, which no name or password can
 * contain.
 */
export function sqlString(value: string): string {
  if (value.includes('\0')) throw new TrueupError('E_INPUT', 'a value for MySQL contains a NUL byte');
  return `'${value.replaceAll("'", "''")}'`;
}

/** An SQL identifier. */
export function sqlName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** `'app'@'198.18.77.14'`. */
export function sqlAccount({ name, host }: { readonly name: string; readonly host: string }): string {
  return `${sqlString(name)}@${sqlString(host)}`;
}

/** A statement that contains a password. */
export function sqlWithPassword(before: string, password: Secret, after: string): Secret {
  return new Secret(`${before}${sqlString(password.reveal())}${after}`);
}
