import { k8s } from 'cdk8s-plus-29';
import type { Image } from '../../../clusters/index.ts';
import { confinedContainer } from '../../kit/pod-hardening.ts';
import { amounts } from '../../kit/resources.ts';
import { databaseAuthorityMount } from '../../kit/secrets/database-authority.ts';
import { metricsOf } from '../declaration/metrics.ts';
import type { Probe } from '../declaration/probes.ts';
import { scratchSpaces } from '../declaration/scratch.ts';
import { hasSecrets, type RunningDeclaration, type WorkloadDeclaration } from '../declaration/workload.ts';
import type { Placement, RunningPlacement } from '../graph/placement.ts';
import { configName, imageNameOf, secretName } from '../names.ts';
import { DRAIN_SECONDS } from '../traffic/timing.ts';
import { certificateMounts } from './client-certificate.ts';
import { checksDatabase } from './database-authority.ts';
import { probesOf } from './probes.ts';

/** The container of a workload that runs all the time: it answers probes and Prometheus, and drains before it stops. */
export function runningContainer(placement: RunningPlacement, image: Pick<Image, 'digest'>): k8s.Container {
  const { declaration, context } = placement;
  const { startup, liveness, readiness } = probesOf(declaration);
  const probed = k8s.IntOrString.fromString(declaration.kind === 'service' ? 'http' : 'metrics');
  return {
    ...container(placement, image),
    ports: ports(declaration),
    startupProbe: probe(startup, probed),
    livenessProbe: probe(liveness, probed),
    readinessProbe: probe(readiness, probed),
    lifecycle: { preStop: drain(context.cluster.kubernetesVersion) },
  };
}

/** What the containers of all workloads have, running one build. */
export function container(placement: Placement, { digest }: Pick<Image, 'digest'>): k8s.Container {
  const { declaration, config, context } = placement;
  const { ecrRegistry } = context.cluster.terraform;
  const { requests, limits } = declaration.resources;
  return {
    name: declaration.component ?? 'app',
    // Only the digest decides what runs: a tag could come to mean another build.
    image: `${ecrRegistry}/${imageNameOf(declaration)}@${digest}`,
    imagePullPolicy: 'IfNotPresent',
    env: environment(declaration),
    ...envFrom(declaration, config),
    resources: { requests: amounts(requests), limits: amounts(limits) },
    securityContext: confinedContainer,
    volumeMounts: [
      ...scratchSpaces(declaration).map(({ name, path }) => ({ name, mountPath: path })),
      ...(checksDatabase(declaration, context.cluster) ? [databaseAuthorityMount] : []),
      ...certificateMounts(placement),
    ],
  };
}

function ports(declaration: RunningDeclaration): k8s.ContainerPort[] {
  const metrics = { name: 'metrics', containerPort: metricsOf(declaration).port, protocol: 'TCP' };
  if (declaration.kind === 'worker') return [metrics];
  const http = { name: 'http', containerPort: declaration.port, protocol: 'TCP' };
  return [http, metrics];
}

/** Where a pod is, as the API server knows it. */
const PLACE: readonly k8s.EnvVar[] = [
  { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
  { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
];

function environment(declaration: WorkloadDeclaration): k8s.EnvVar[] {
  if (declaration.kind !== 'service') return [...PLACE];
  return [{ name: 'PORT', value: String(declaration.port) }, ...PLACE];
}

function envFrom(
  declaration: WorkloadDeclaration,
  config: Readonly<Record<string, string>>,
): Pick<k8s.Container, 'envFrom'> {
  const sources: k8s.EnvFromSource[] = [];
  if (Object.keys(config).length > 0) sources.push({ configMapRef: { name: configName(declaration) } });
  if (hasSecrets(declaration)) sources.push({ secretRef: { name: secretName(declaration) } });
  return sources.length > 0 ? { envFrom: sources } : {};
}

function probe({ path, ...timing }: Probe, port: k8s.IntOrString): k8s.Probe {
  return { ...timing, httpGet: { path, port } };
}

/** Kubernetes can sleep by itself since 1.30; before that the image needs a shell. */
function drain(kubernetesVersion: string): k8s.LifecycleHandler {
  const minor = Number(kubernetesVersion.split('.')[1]);
  return minor >= 30
    ? { sleep: { seconds: DRAIN_SECONDS } }
    : { exec: { command: ['/bin/sh', '-c', `sleep ${DRAIN_SECONDS}`] } };
}
