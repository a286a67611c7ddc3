import type { Alert } from '../../kit/alerting/alert.ts';
import type { Context } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';

/** Secrets of the platform's own namespaces; each workload watches its own. */
export function externalSecretsAlerts({ cluster, units }: Context): readonly Alert[] {
  const ofProducts = unitsOn(cluster.name, units)
    .filter(({ project }) => project !== 'platform')
    .flatMap(({ namespaces = [] }) => namespaces.map(({ name }) => name));
  const others = [...new Set(ofProducts)].sort().join('|');
  return [
    {
      alert: 'PlatformSecretNotSynced',
      expression: `max by (exported_namespace, name) (externalsecret_status_condition{exported_namespace!~"${others}",condition="Ready",status="False"} == 1)`,
      for: '15m',
      severity: 'warning',
      summary: 'The Secret {{ $labels.name }} is not renewed from AWS Secrets Manager',
      description: 'What uses it in {{ $labels.exported_namespace }} keeps the values of the last time.',
    },
  ];
}
