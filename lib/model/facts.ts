// What a host tells of itself before anything is declared about it.

export interface NetworkInterface {
  readonly name: string;
  /** IPv4 and IPv6 addresses without prefix length. */
  readonly addresses: readonly string[];
}

export interface CloudInit {
  /** It hasn't finished since the boot. */
  readonly running: boolean;
  /** Its user-data has it write /etc/hosts at each boot, from a template. */
  readonly writesHosts: boolean;
}

export interface Facts {
  readonly hostname: string;
  /** From os-release(5): `debian`, `ubuntu`; of a derivative the codename of what it is made of. */
  readonly os: { readonly id: string; readonly version: string; readonly codename: string };
  /** As uname -m: `x86_64`. */
  readonly arch: string;
  readonly kernel: string;
  /** /proc/sys/kernel/random/boot_id: another value after every boot. */
  readonly bootId: string;
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly interfaces: readonly NetworkInterface[];
  /** The host's clock, seconds since 1970, when asked. */
  readonly epoch: number;
  /** As systemd-detect-virt: `none`, `systemd-nspawn`, `kvm`. */
  readonly virtualization: string;
  /** Absent where it isn't installed. */
  readonly cloudInit?: CloudInit;
  /** What is installed to keep its clock; absent: nothing. */
  readonly timeDaemon?: 'chrony' | 'ntpsec' | 'openntpd' | 'ntp' | 'timesyncd';
  /** Another program that is to filter packets from the next boot on, if not now; absent: none that is known. */
  readonly firewall?: 'ufw' | 'firewalld';
  /** The database server that is installed; absent: none. */
  readonly databaseServer?: 'mysql' | 'mariadb';
  /** The address that the operator's connection comes from, as sshd saw it; absent where it doesn't tell. */
  readonly client?: string;
}
