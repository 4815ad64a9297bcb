// Tampering with services.
import { sh } from '../../../shell/sh.js';
import { stampPath } from '../../../resources/services/service-stamp.js';
import { watchesOf, type ServiceWant } from '../../../resources/services/service-want.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<ServiceWant> = (want) => {
  const { unit, running, enabled } = want;
  const boot =
    enabled === 'as it is'
      ? []
      : enabled
        ? [
            { how: 'disabled', script: sh`systemctl disable -q ${unit}` },
            {
              how: 'masked',
              script: sh`[ ! -e ${`/etc/systemd/system/${unit}`} ] || exit 77; systemctl mask -q ${unit}`,
            },
          ]
        : [{ how: 'enabled', script: sh`systemctl enable -q ${unit}` }];
  if (!running) return [...boot, { how: 'started', script: sh`systemctl start ${unit}` }];
  return [
    ...boot,
    {
      how: 'stopped',
      script: sh`
for other in $(systemctl show --value -p RequiredBy -p BoundBy -p ConsistsOf ${unit}); do
  ! systemctl -q is-active "$other" || printf 'unit %s\n' "$other"
done
systemctl stop ${unit}`,
    },
    ...(watchesOf(want).length === 0
      ? []
      : [
          { how: 'a lost reload', script: sh`echo stale >>${stampPath(unit)}`, contained: true },
          { how: 'a lost stamp', script: sh`rm ${stampPath(unit)}`, contained: true },
        ]),
  ];
};
