// Paths and units of trueup's packet filter table on a host.

/** The rules, in the format of nft -f. */
export const rulesFile = '/etc/nftables.d/trueup.nft';

/**
 * The first line is the digest of the rules file; the rest is the kernel's listing of the table right after that file
 * was loaded.
 */
export const rulesStamp = '/var/lib/trueup/nftables.loaded';

/** A file of the distribution. Earlier versions overwrote it, and thereby replaced all rules in the kernel. */
export const formerFile = '/etc/nftables.conf';

/** The unit that loads the rules at boot. */
export const bootUnit = 'trueup-firewall.service';

/** The unit's file, and a drop-in that makes nftables.service load trueup's rules, too. */
export const bootUnitFile = `/etc/systemd/system/${bootUnit}`;
export const besideFile = '/etc/systemd/system/nftables.service.d/zz-trueup-firewall.conf';

/** Units that trueup enables or disables. */
export const bootUnits = [bootUnit, 'nftables.service'] as const;

/**
 * Rules that remove trueup's tables, if there are any. The second table, `trueup_drain`, remains if a drain is
 * interrupted.
 */
export const noneOfOurTables =
  'table inet trueup\ndelete table inet trueup\ntable inet trueup_drain\ndelete table inet trueup_drain\n';
