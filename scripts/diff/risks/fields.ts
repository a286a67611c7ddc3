import { admission } from './admission.ts';
import { alertRoutes } from './alert-routes.ts';
import { argoFields } from './argo-fields.ts';
import { backups } from './backups.ts';
import { certificates } from './certificates.ts';
import { chartValues } from './chart-values.ts';
import { disruptions } from './disruptions.ts';
import { experiments } from './experiments.ts';
import { gatewayFields } from './gateway-api.ts';
import { knownConfigMaps } from './known-config-maps.ts';
import { meshFields } from './mesh.ts';
import { monitoring } from './monitoring.ts';
import { nodes } from './nodes.ts';
import { operators } from './operators.ts';
import { policyEngines } from './policy-engines.ts';
import { projects } from './projects.ts';
import { prometheus } from './prometheus.ts';
import { reclaim } from './reclaim.ts';
import { routeFields } from './route-fields.ts';
import type { FieldRule } from './rule.ts';
import { scalingFields } from './scaling-fields.ts';
import { secretFields } from './secrets.ts';
import { securityGroups } from './security-groups.ts';
import { serviceEntries } from './service-entries.ts';
import { serviceFields } from './services.ts';

/** What fields of each kind do; the first that knows a field says it. */
export const FIELDS: readonly FieldRule[] = [
  ...reclaim,
  ...argoFields,
  ...projects,
  ...admission,
  ...policyEngines,
  ...meshFields,
  ...routeFields,
  ...serviceFields,
  ...certificates,
  ...secretFields,
  ...knownConfigMaps,
  ...monitoring,
  ...alertRoutes,
  ...prometheus,
  ...backups,
  ...experiments,
  ...gatewayFields,
  ...serviceEntries,
  ...securityGroups,
  ...nodes,
  ...scalingFields,
  ...disruptions,
  ...chartValues,
  ...operators,
];
