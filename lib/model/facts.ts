// The facts that a host reports, which roles use to declare resources.

export interface NetworkInterface {
  /** Name of the interface: `eth0`. */
  readonly name: string;
  /** IPv4 and IPv6 addresses without prefix length. */
  readonly addresses: readonly string[];
}

export interface CloudInit {
  /** Whether cloud-init is still running since the last boot. */
  readonly running: boolean;
  /** Whether cloud-init's user data makes it write /etc/hosts at each boot, from a template. */
  readonly writesHosts: boolean;
}

export interface Facts {
  /** Host name. */
  readonly hostname: string;
  /** From os-release(5): `debian`, `ubuntu`. For a derivative, `codename` is that of the release it is based on. */
  readonly os: { readonly id: string; readonly version: string; readonly codename: string };
  /** Architecture, as printed by `uname -m`: `x86_64`. */
  readonly arch: string;
  /** Kernel release, as printed by `uname -r`. */
  readonly kernel: string;
  /** /proc/sys/kernel/random/boot_id, which changes at every boot. */
  readonly bootId: string;
  /** Number of CPUs. */
  readonly cpus: number;
  /** Memory in MiB. */
  readonly memoryMiB: number;
  /** Network interfaces. */
  readonly interfaces: readonly NetworkInterface[];
  /** The host's clock when the facts were queried, in seconds since 1970. */
  readonly epoch: number;
  /** As printed by systemd-detect-virt(1): `none`, `systemd-nspawn`, `kvm`. */
  readonly virtualization: string;
  /** cloud-init. Absent if it isn't installed. */
  readonly cloudInit?: CloudInit;
  /** The installed time synchronization daemon. Absent if there is none. */
  readonly timeDaemon?: 'chrony' | 'ntpsec' | 'openntpd' | 'ntp' | 'timesyncd';
  /** Another program that filters packets, now or from the next boot on. Absent if none is known. */
  readonly firewall?: 'ufw' | 'firewalld';
  /** The installed database server. Absent if there is none. */
  readonly databaseServer?: 'mysql' | 'mariadb';
  /** Source address of the operator's connection, as sshd sees it. Absent if it is unknown. */
  readonly client?: string;
}
