// The facts that a host reports, which roles use to declare resources.

export interface NetworkInterface {
  /** Name of the interface: `eth0`. */
  readonly name: string;
  /** IPv4 and IPv6 addresses without prefix length. */
  readonly addresses: readonly string[];
}

export interface CloudInit {
  /** Whether cloud-init is still running after the last boot. */
  readonly running: boolean;
  /** Whether cloud-init is configured to write /etc/hosts from a template at each boot. */
  readonly writesHosts: boolean;
}

export interface Facts {
  /** Host name. */
  readonly hostname: string;
  /** Distribution and release, from os-release(5). For a derivative of Ubuntu, `codename` is the codename of its Ubuntu release. */
  readonly os: { readonly id: string; readonly version: string; readonly codename: string };
  /** Architecture, as printed by `uname -m`: `x86_64`. */
  readonly arch: string;
  /** Kernel release, as printed by `uname -r`. */
  readonly kernel: string;
  /** Content of /proc/sys/kernel/random/boot_id, which changes at every boot. */
  readonly bootId: string;
  /** Number of CPUs. */
  readonly cpus: number;
  /** Memory in MiB. */
  readonly memoryMiB: number;
  /** Network interfaces. */
  readonly interfaces: readonly NetworkInterface[];
  /** Time on the host's clock when the facts were queried, in seconds since 1970. */
  readonly epoch: number;
  /** Type of virtualization, as printed by systemd-detect-virt(1): `none`, `systemd-nspawn`, `kvm`. */
  readonly virtualization: string;
  /** State of cloud-init. Absent if cloud-init isn't installed. */
  readonly cloudInit?: CloudInit;
  /** The installed time synchronization daemon. Absent if there is none. */
  readonly timeDaemon?: 'chrony' | 'ntpsec' | 'openntpd' | 'ntp' | 'timesyncd';
  /** Another firewall program that is enabled. Absent if there is none. */
  readonly firewall?: 'ufw' | 'firewalld';
  /** The installed database server. Absent if there is none. */
  readonly databaseServer?: 'mysql' | 'mariadb';
  /** Source address of the operator's connection, as sshd sees it. Absent if it is unknown. */
  readonly client?: string;
}
