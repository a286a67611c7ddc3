import { admission } from './admission.ts';
import { clusterObjects } from './cluster-objects.ts';
import { configData } from './config-data.ts';
import { customKind } from './custom-kind.ts';
import { ingress } from './ingress.ts';
import { job } from './job.ts';
import { destinationRule } from './mesh/destination-rule.ts';
import { gateway } from './mesh/gateway.ts';
import { meshSecurity } from './mesh/security.ts';
import { serviceEntry } from './mesh/service-entry.ts';
import { virtualService } from './mesh/virtual-service.ts';
import { metadata } from './metadata.ts';
import { networkPolicy } from './network-policy.ts';
import { argoCd } from './operators/argo-cd.ts';
import { certificates } from './operators/certificates.ts';
import { externalSecrets } from './operators/external-secrets.ts';
import { keda } from './operators/keda.ts';
import { others } from './operators/others.ts';
import { prometheus } from './operators/prometheus.ts';
import { containers } from './pod/containers.ts';
import { podFields } from './pod/pod.ts';
import { probes } from './pod/probes.ts';
import { resources } from './pod/resources.ts';
import { scheduling } from './pod/scheduling.ts';
import { podSecurity } from './pod/security.ts';
import { volumes } from './pod/volumes.ts';
import { quota } from './quota.ts';
import { rbac } from './rbac.ts';
import { scaling } from './scaling.ts';
import { service } from './service.ts';
import { storage } from './storage.ts';
import type { Topic } from './topic.ts';
import { workload } from './workload.ts';

/** What is refused of single objects, by subject. */
export const TOPICS: readonly Topic[] = [
  metadata,
  configData,
  service,
  workload,
  podFields,
  containers,
  volumes,
  probes,
  resources,
  scheduling,
  podSecurity,
  job,
  scaling,
  networkPolicy,
  ingress,
  rbac,
  quota,
  storage,
  admission,
  customKind,
  clusterObjects,
  virtualService,
  destinationRule,
  gateway,
  serviceEntry,
  meshSecurity,
  keda,
  argoCd,
  certificates,
  externalSecrets,
  prometheus,
  others,
];
