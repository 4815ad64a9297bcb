// What a host tells of itself before anything is declared about it.

export interface NetworkInterface {
  readonly name: string;
  /** IPv4 and IPv6 addresses without prefix length. */
  readonly addresses: readonly string[];
}

export interface Facts {
  readonly hostname: string;
  /** From os-release(5): `debian`, `ubuntu`. */
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
  /** The address that the operator's connection comes from, as sshd saw it; absent where it doesn't tell. */
  readonly client?: string;
}
