import type { Cluster } from '../../../clusters/index.ts';
import { hasStaffEntry } from '../../kit/load-balancer/entry.ts';
import type { Endpoint } from '../../kit/network/endpoint.ts';
import type { Pods } from '../../kit/network/flows.ts';
import type { StaffService } from '../../unit/staff-route.ts';

/** Of the server that the chart installs (its `appVersion`): the administration tools have to be of the same release. */
export const SERVER_RELEASE = '1.30.3';

export const NAME = 'temporal';
export const NAMESPACE = 'temporal';

/** Name of the ServiceAccount of all of its pods. */
export const SERVICE_ACCOUNT = 'temporal';

/** Names under the Terraform output `databases`. */
export const databases = { default: 'temporal', visibility: 'temporal-visibility' } as const;

/** Pods of one of the chart's parts, or all of them. */
export function temporalPods(component?: 'frontend' | 'web'): Pods {
  return {
    namespace: NAMESPACE,
    labels: {
      'app.kubernetes.io/name': NAME,
      ...(component && { 'app.kubernetes.io/component': component }),
    },
  };
}

/** Where workflows are started and worked on, over gRPC. */
export const temporalFrontend: Endpoint = {
  name: 'temporal-frontend',
  namespace: NAMESPACE,
  serviceAccount: SERVICE_ACCOUNT,
  labels: temporalPods('frontend').labels,
  servicePort: 7233,
  containerPort: 7233,
  protocol: 'tcp',
};

/** The web pages where staff see workflows. */
export const temporalWeb: StaffService = {
  name: NAME,
  service: { name: 'temporal-web', port: 8080 },
  pods: temporalPods('web'),
  port: 8080,
};

/** Temporal runs where staff have an entry and Terraform made databases for it. */
export function hasTemporal(cluster: Cluster): boolean {
  return hasStaffEntry(cluster) && cluster.terraform.databases[databases.default] !== undefined;
}
