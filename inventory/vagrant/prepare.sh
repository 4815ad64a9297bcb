#!/bin/sh
# Makes what this inventory refers to: ssh-config from Vagrant, passwords, certificates of a small CA. Safe to repeat.
set -eu
cd "$(dirname "$0")"
umask 077

vagrant ssh-config >ssh-config.new
mv ssh-config.new ssh-config

mkdir -p secrets
for name in session_key app_db_password migrate_db_password; do
  [ -s "secrets/$name" ] || od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"secrets/$name"
done

npx trueup ca init --dir ca
npx trueup ca issue --dir ca --name www.foobar.com --name foobar.com
npx trueup ca issue --dir ca --name db1 --name 192.168.56.15
