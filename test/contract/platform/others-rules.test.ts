// The firewall beside those who filter packets too: fail2ban, Docker, iptables, nftables.service, ufw; and hosts of an earlier version.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { sh, type Script } from '../../../lib/kit.js';
import { BaseSite } from './base-site.js';
import { ownHost } from './own-host.js';

const id = 'nftables /etc/nftables.d/trueup.nft';

/** Real packages; a jail of fail2ban's own, so that it needs no log; chains as podman (netavark) and libvirt make them. */
const others = sh`
export DEBIAN_FRONTEND=noninteractive
apt-get -q update >/dev/null
cli=$(apt-cache show docker-cli >/dev/null 2>&1 && echo docker-cli || true)
apt-get -q -y install --no-install-recommends nftables fail2ban python3-systemd docker.io iptables $cli >/dev/null 2>&1
printf '[sshd]\nenabled = true\nbackend = systemd\nbanaction = nftables\nbantime = 1d\n' >/etc/fail2ban/jail.d/tried.local
systemctl restart fail2ban docker`;

/** netavark 1.4 and libvirt 9 with iptables: the daemons themselves need more than a container has. */
const made = sh`
iptables -t nat -N NETAVARK-HOSTPORT-DNAT
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j NETAVARK-HOSTPORT-DNAT
iptables -N NETAVARK_FORWARD
iptables -A FORWARD -j NETAVARK_FORWARD
iptables -A NETAVARK_FORWARD -d 10.88.0.0/16 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -N LIBVIRT_INP
iptables -I INPUT -j LIBVIRT_INP
iptables -A LIBVIRT_INP -i virbr0 -p udp --dport 67 -j ACCEPT`;

/** A container with a published port, as Docker makes it: runc needs a keyring, which this container has not. */
const published = sh`
systemd-run --quiet --unit=tried-container unshare --net perl -MIO::Socket::INET -e ${`
    system 'until ip addr add 172.17.0.2/16 dev inside; do sleep 0.1; done; ip link set inside up; ip route add default via 172.17.0.1';
    my $door = IO::Socket::INET->new(LocalPort => 80, Listen => 9, ReuseAddr => 1) or die;
    while (my $guest = $door->accept) { print $guest "from a container\n"; close $guest }`}
pid=$(systemctl show -p MainPID --value tried-container)
until [ "$(readlink "/proc/$pid/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.1; done
ip link add outside type veth peer name inside netns "$pid"
ip link set outside master docker0 up
until nsenter --target "$pid" --net ss -Hltn sport = :80 | grep -q .; do sleep 0.1; done
iptables -t nat -A DOCKER ! -i docker0 -p tcp --dport 8088 -j DNAT --to-destination 172.17.0.2:80
iptables -A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp --dport 80 -j ACCEPT`;

/** What they keep in the kernel. */
const theirs = sh`
nft list table inet f2b-table | grep -o '192\.0\.2\.9'
iptables-save | sed -n 's/ \[.*//; /^:DOCKER /p; /^:NETAVARK/p; /^:LIBVIRT/p' | sort`;

const banned = '192.0.2.9\n:DOCKER -\n:DOCKER -\n';
const all = `${banned}:LIBVIRT_INP -\n:NETAVARK-HOSTPORT-DNAT -\n:NETAVARK_FORWARD -\n`;

describe('A firewall beside others', function () {
  this.timeout(300_000);
  let site: BaseSite;

  before(async function () {
    site = new BaseSite(await ownHost.call(this));
    await site.onHost(others);
    await site.onHost(made);
    await site.onHost(
      sh`until fail2ban-client ping; do sleep 0.5; done >/dev/null 2>&1; fail2ban-client set sshd banip 192.0.2.9`,
    );
  });
  after(() => {
    // `before` may have skipped the suite.
    // oxlint-disable-next-line typescript/no-unnecessary-condition
    site?.close();
  });

  const differences = async (): Promise<readonly string[]> => (await site.plan()).changes;
  const applied = async (): Promise<void> => {
    const { trouble } = await site.apply();
    assert.equal(trouble, undefined);
    assert.deepEqual(await differences(), []);
  };
  const ours = sh`nft list table inet trueup | grep -c 'policy drop' || true`;

  it('leaves bans and the chains of Docker, podman and libvirt where they are', async () => {
    assert.equal(await site.onHost(theirs), all);
    await applied();
    assert.equal(await site.onHost(theirs), all);
  });

  it('passes on what comes to a published port of a container', async () => {
    await site.onHost(published);
    const door = connect(8088, site.connection.host);
    const [said] = (await once(door, 'data', { signal: AbortSignal.timeout(20_000) })) as [Buffer];
    door.destroy();
    assert.equal(said.toString(), 'from a container\n');
  });

  it('takes a later ban for no difference, and repairs its own rules without touching it', async () => {
    await site.onHost(
      sh`fail2ban-client set sshd banip 192.0.2.10; nft add rule inet trueup input tcp dport 9 accept`,
    );
    assert.deepEqual(await differences(), [`${id}: update loaded rules`]);
    await applied();
    assert.equal(await site.onHost(theirs), all);
  });

  it('is there again after a reload, a restart and a stop of nftables.service, which flush all', async () => {
    const flushes = sh`printf 'flush ruleset\n' >/etc/nftables.conf; systemctl enable --now -q nftables`;
    const more = ['reload', 'restart', 'stop'].map((verb) => sh`systemctl ${verb} nftables`);
    for (const by of [flushes, ...more, flushes]) {
      await site.onHost(by);
      assert.equal(await site.onHost(ours), '1\n', by.text);
    }
    assert.deepEqual(await differences(), []);
  });

  it('is there after a reboot, with what the others load again', async () => {
    await site.reboot();
    await site.onHost(sh`timeout 60 sh -c "until fail2ban-client ping && systemctl is-active docker; do sleep 0.5; done" >/dev/null 2>&1
timeout 30 sh -c "until nft list table inet f2b-table; do sleep 0.5; done" >/dev/null 2>&1`);
    assert.equal(await site.onHost(theirs), banned);
    assert.equal(await site.onHost(ours), '1\n');
    assert.deepEqual(await differences(), []);
  });

  const former = (rules: Script): Script => sh`
rm -f /etc/systemd/system/trueup-firewall.service /etc/systemd/system/*.wants/trueup-firewall.service
rm -rf /etc/systemd/system/nftables.service.d
systemctl daemon-reload
{ printf '#!/usr/sbin/nft -f\nflush ruleset\n\n# Who may come in: nobody but those named here. Written by trueup from what the roles listen on.\n'
${rules}
} >/etc/nftables.conf
sed -n '/^table inet trueup {/,$p' /etc/nftables.d/trueup.nft >>/etc/nftables.conf
rm -rf /etc/nftables.d
sha256sum </etc/nftables.conf | cut -d ' ' -f 1 >/var/lib/trueup/nftables.loaded`;

  it('moves a host of an earlier version, and gives nftables.service back', async () => {
    await site.onHost(former(sh`:`));
    assert.deepEqual(await differences(), [
      `${id}: create content`,
      `${id}: run load the rules`,
      `${id}: update start at boot`,
    ]);
    await applied();
    assert.equal(
      await site.onHost(sh`ls /etc/nftables.conf 2>/dev/null || true; systemctl is-enabled nftables || true`),
      'disabled\n',
    );
    assert.equal(await site.onHost(theirs), banned);
  });

  it('refuses beside an enabled ufw, with both ways out; and leaves nothing of its own where ufw is to filter', async () => {
    await site.onHost(sh`
DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends ufw >/dev/null 2>&1
ufw allow 22/tcp >/dev/null
ufw --force enable >/dev/null`);
    const { trouble } = await site.apply();
    assert.equal(trouble?.code, 'E_NOT_READY');
    assert.match(trouble.message, /^bare: ufw is enabled and would keep blocking traffic/);
    const allow =
      /run this command on the host: (ufw allow .* && ufw reload)$/.exec(trouble.hint ?? '')?.[1] ?? '';
    assert.match(trouble.hint ?? '', /disable ufw on the host with: ufw disable\./);
    const left = new BaseSite(site.connection, { firewall: 'none' });
    try {
      await left.onHost(sh`sh -c ${allow}`);
      assert.equal((await left.apply()).trouble, undefined);
      assert.deepEqual((await left.plan()).changes, []);
      assert.deepEqual((await left.verify()).failed, []);
      const found = sh`nft list tables | grep trueup || true; find /etc -name '*trueup*' -path '*nft*' -o -name 'trueup-firewall*'`;
      assert.equal(await left.onHost(found), '');
    } finally {
      left.close();
    }
  });
});
