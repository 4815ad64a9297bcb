// The unit that loads trueup's table at boot, and whenever nftables.service is started, reloaded or stopped.
import { besideFile, bootUnit, bootUnitFile, formerFile, rulesFile } from '../../model/firewall-paths.js';
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { isFormer } from './load-table.js';
import { replaceFile } from '../files/replace-file.js';

const link = `/etc/systemd/system/sysinit.target.wants/${bootUnit}`;

/** Stopping the unit leaves the rules in the kernel. */
const text = `# Written by trueup.
[Unit]
Description=The packet filter's table of trueup
Wants=network-pre.target
Before=network-pre.target shutdown.target
After=nftables.service
Conflicts=shutdown.target
DefaultDependencies=no
RequiresMountsFor=/etc /usr
[Service]
Type=oneshot
RemainAfterExit=yes
StandardInput=null
ProtectSystem=strict
ProtectHome=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
CapabilityBoundingSet=CAP_NET_ADMIN
RestrictAddressFamilies=AF_NETLINK AF_UNIX
IPAddressDeny=any
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
NoNewPrivileges=yes
RemoveIPC=yes
UMask=0077
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
ExecStart=/usr/sbin/nft -f ${rulesFile}
ExecReload=/usr/sbin/nft -f ${rulesFile}
[Install]
WantedBy=sysinit.target
`;

/** nftables.service, if it is enabled, flushes all tables when it starts, reloads or stops. */
const beside = `# Written by trueup.
[Service]
ExecStartPost=/usr/sbin/nft -f ${rulesFile}
ExecReload=/usr/sbin/nft -f ${rulesFile}
ExecStopPost=/usr/sbin/nft -f ${rulesFile}
`;

/** Whether and how trueup's rules are loaded at boot. `former`: nftables.service loads them, after flushing all tables. */
export const bootWords = ['enabled', 'disabled', 'absent', 'altered', 'masked', 'former'] as const;
export type BootWord = (typeof bootWords)[number];

/** Prints a boot word. Whether a unit is enabled is read from the disk. */
export const askBoot: Script = sh`
unit_text=
if [ -e ${bootUnitFile} ] && [ -e ${besideFile} ]; then unit_text=$(cat ${bootUnitFile} ${besideFile} && echo .); fi
if ${isFormer}; then echo former
elif [ -L ${bootUnitFile} ]; then echo masked
elif [ ! -e ${bootUnitFile} ]; then echo absent
elif [ ! -e ${besideFile} ] || [ "$unit_text" != ${`${text}${beside}.`} ]; then echo altered
elif [ -L ${link} ]; then echo enabled
else echo disabled; fi`;

/** Reverts what an earlier version set up. It never uses --now: stopping nftables.service would flush all tables. */
const giveBack = sh`
if ${isFormer}; then
  systemctl disable --quiet nftables.service
  rm -f -- ${formerFile}
fi`;

/**
 * Trueup's unit loads the rules from now on. It is started even though they are already loaded, so that systemd reports
 * it as active.
 */
export const enableAtBoot: Script = sh`
${replaceFile({ path: bootUnitFile, content: text })}
mkdir -p ${besideFile.replace(/\/[^/]*$/, '')}
${replaceFile({ path: besideFile, content: beside })}
systemctl daemon-reload
systemctl enable --quiet ${bootUnit}
systemctl start ${bootUnit}
${giveBack}`;

const readAgain = sh`systemctl daemon-reload`;
const notOurs = sh`
rm -f -- ${[link, bootUnitFile, besideFile]}
${readAgain}`;

/** The rules are no longer loaded at boot. The rules in the kernel are kept. */
export const disableAtBoot: Script = join([notOurs, giveBack]);

/** Restores how the rules are loaded at boot, after the files have been restored. */
export function bootBack(boot: BootWord): Script {
  if (boot === 'absent') return notOurs;
  if (boot === 'enabled') return join([readAgain, sh`systemctl enable --quiet ${bootUnit}`]);
  if (boot === 'former') return join([notOurs, sh`systemctl enable --quiet nftables.service`]);
  return boot === 'altered' ? readAgain : join([sh`rm -f -- ${link}`, readAgain]);
}
