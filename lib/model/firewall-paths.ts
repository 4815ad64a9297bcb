// Where the packet filter's table that is trueup's lies on a host.

/** The rules, as nft -f reads them. */
export const rulesFile = '/etc/nftables.d/trueup.nft';

/** First line: digest of the file. The rest: how the kernel listed the table when that file had been loaded. */
export const rulesStamp = '/var/lib/trueup/nftables.loaded';

/** Earlier versions took this file, which is the distribution's, and with it all of the kernel's rules. */
export const formerFile = '/etc/nftables.conf';

/** The unit that loads the rules at boot. */
export const bootUnit = 'trueup-firewall.service';

/** Its file, and what makes nftables.service load our rules, too. */
export const bootUnitFile = `/etc/systemd/system/${bootUnit}`;
export const besideFile = '/etc/systemd/system/nftables.service.d/zz-trueup-firewall.conf';

/** Units that a change of ours enables or disables. */
export const bootUnits = [bootUnit, 'nftables.service'] as const;

/** Rules that take away what is ours; a host that has none of it is fine. The second table is what a drain that was cut off left. */
export const noneOfOurTables =
  'table inet trueup\ndelete table inet trueup\ntable inet trueup_drain\ndelete table inet trueup_drain\n';
