import type { Construct } from 'constructs';
import type { Fleet } from '../../../clusters/index.ts';
import type { Alert } from '../../kit/alerting/alert.ts';
import { gone, jobFailed } from '../../kit/alerting/events.ts';
import { declaredRules, type RuleOwner } from '../../kit/alerting/rules.ts';
import type { DeclaredObject } from '../../kit/declared-object.ts';
import { generatedNamePattern } from '../../kit/generated-name.ts';
import { MadeOnce } from '../../kit/made-once.ts';
import { addDeclared } from '../../kit/manifest.ts';
import { hasSecrets, type WorkloadDeclaration } from '../declaration/workload.ts';
import type { Placement } from '../graph/placement.ts';
import { objectLabels } from '../labels.ts';
import { canaryName, imageNameOf, podPattern, secretName } from '../names.ts';
import { autoscalerName } from '../scaling/autoscaling.ts';
import { canaryReplicas } from '../scaling/replicas.ts';
import { backlogAlerts } from './backlog-alerts.ts';
import { requestRules } from './request-rules.ts';
import { type Watched, watchedOf } from './watched.ts';

/** By all that the rules follow from, so that clusters on which that is the same share them. */
const shared = new MadeOnce<WorkloadDeclaration, DeclaredObject | undefined>();

/** The rules of a workload: what is recorded about it, and when its team is alerted (S2-85 to S2-89, S3-74). */
export function addWorkloadRules(scope: Construct, placement: Placement): void {
  const { fleet } = placement.context;
  const watched = watchedOf(placement);
  const { declaration, ...rest } = watched;
  const make = () => rulesOf(watched, fleet);
  // What is kept for other clusters takes memory, which is for nothing where there is no other.
  const rules =
    fleet.clusters.length === 1
      ? make()
      : shared.of(declaration, JSON.stringify([rest, fleet.repository]), make);
  if (rules !== undefined) addDeclared(scope, rules);
}

function rulesOf(watched: Watched, { repository }: Fleet): DeclaredObject | undefined {
  const { declaration, namespace, product, grafana } = watched;
  const image = imageNameOf(declaration);
  const owner: RuleOwner = {
    unit: declaration.name,
    namespace,
    labels: objectLabels(watched),
    owner: product,
    dashboard: declaration.kind === 'service' ? 'golden-signals' : 'queues',
    grafana,
    builds: `count by (image_spec) (kube_pod_container_info{namespace="${namespace}",pod=~"${podPattern(declaration)}",image_spec=~".+/${image}@.+"})`,
  };
  const pods = [...podAlerts(watched), ...secretAlerts(watched), ...backlogAlerts(watched)];
  if (declaration.kind === 'job') {
    return declaredRules(repository, owner, { workload: [...pods, ...jobAlerts(watched)] });
  }
  return declaredRules(repository, owner, {
    ...(declaration.kind === 'service' && requestRules({ ...watched, declaration })),
    workload: [...deploymentAlerts(watched), ...pods],
  });
}

function deploymentAlerts(watched: Watched): readonly Alert[] {
  const { declaration, namespace, replicas, sleeps } = watched;
  const { name } = declaration;
  const deployment = `namespace="${namespace}",deployment="${name}"`;
  const available = `kube_deployment_status_replicas_available{${deployment}}`;
  // A workload that may run as one pod has lost something only when that one is gone.
  const wanted = Math.min(2, replicas.min);
  // Outside office hours no pod is wanted at all (S2-115).
  const asleep = sleeps ? ` and kube_deployment_spec_replicas{${deployment}} > 0` : '';
  const hpa = `{namespace="${namespace}",${autoscalersOf(watched)}}`;
  return [
    {
      alert: 'WorkloadReplicasLow',
      expression: `${gone(available)} or ${available} < ${wanted}${asleep}`,
      for: '2m',
      severity: 'critical',
      summary: `${name} has {{ $value }} available pods; ${wanted} are the least`,
      description:
        'The next pod that fails, or a node that is drained, is an outage, if this is not one already.',
    },
    {
      alert: 'WorkloadRolloutStuck',
      expression: `kube_deployment_status_condition{namespace="${namespace}",deployment=~"${name}(-canary)?",condition="Progressing",status="false"} == 1`,
      for: '5m',
      severity: 'warning',
      summary: 'The rollout of {{ $labels.deployment }} does not come to an end',
      description: 'No new pod became ready before the deadline. The pods of the build before still serve.',
    },
    {
      alert: 'WorkloadReplicasRefused',
      expression: `kube_deployment_status_condition{namespace="${namespace}",deployment=~"${name}(-canary)?",condition="ReplicaFailure",status="true"} == 1`,
      for: '5m',
      severity: 'warning',
      summary: 'Pods of {{ $labels.deployment }} are refused',
      description: 'A quota, a policy or a webhook denies them: what is lost or drained is not replaced.',
    },
    ...(replicas.max > replicas.min
      ? [
          {
            alert: 'WorkloadAutoscalerInactive',
            expression: `kube_horizontalpodautoscaler_status_condition{namespace="${namespace}",${autoscalersOf(watched)},condition="ScalingActive",status="false"} == 1 and on (namespace) kube_deployment_spec_replicas{${deployment}} > 0 or ${gone(`kube_horizontalpodautoscaler_spec_max_replicas{namespace="${namespace}",horizontalpodautoscaler="${autoscalerName(name)}"}`)}`,
            for: '15m',
            severity: 'warning',
            summary: `The autoscaler of ${name} does not work`,
            description:
              'It reads no numbers, is paused or is not there. The number of pods follows no load.',
          } as const,
          {
            alert: 'WorkloadAutoscalerAtMaximum',
            expression: `kube_horizontalpodautoscaler_status_current_replicas${hpa} >= kube_horizontalpodautoscaler_spec_max_replicas${hpa}`,
            for: '15m',
            severity: 'warning',
            summary: `${name} runs as many pods as its autoscaler may start`,
            description: 'It has {{ $value }} pods. More load than now makes it slow, then fail.',
          } as const,
        ]
      : []),
  ];
}

/** A canary so small that its two bounds are equal would always be at its maximum. */
function autoscalersOf({ declaration, canary, replicas }: Watched): string {
  const own = autoscalerName(declaration.name);
  const bounds = canary && canaryReplicas(canary, replicas);
  if (bounds === undefined || bounds.min === bounds.max) return `horizontalpodautoscaler="${own}"`;
  return `horizontalpodautoscaler=~"${own}|${autoscalerName(canaryName(declaration))}"`;
}

function podAlerts({ declaration, namespace }: Watched): readonly Alert[] {
  const { name } = declaration;
  const pods = `namespace="${namespace}",pod=~"${podPattern(declaration)}"`;
  const by = 'on (namespace, pod, container)';
  const restarts = (window: string) =>
    `increase(kube_pod_container_status_restarts_total{${pods}}[${window}])`;
  return [
    {
      alert: 'WorkloadRestarts',
      expression: `max by (namespace, pod, container) (${restarts('15m')}) > 3`,
      for: '5m',
      severity: 'warning',
      summary: `{{ $labels.container }} of ${name} starts again and again`,
      description: '{{ $labels.pod }} started {{ $value | humanize }} times in 15 minutes.',
    },
    {
      alert: 'WorkloadOutOfMemory',
      expression: `max by (namespace, pod, container) (kube_pod_container_status_last_terminated_reason{${pods},reason="OOMKilled"} == 1 and ${by} ${restarts('10m')} > 0)`,
      severity: 'warning',
      summary: `{{ $labels.container }} of ${name} was killed: it needed more memory than its limit`,
      description: 'The kernel ended it in {{ $labels.pod }}, with the requests that it worked on.',
    },
    ...(declaration.kind === 'job'
      ? []
      : [
          {
            alert: 'WorkloadPodNotReady',
            expression: `max by (namespace, pod) (kube_pod_status_ready{${pods},condition="false"} == 1 and on (namespace, pod) kube_pod_status_phase{${pods},phase=~"Pending|Running|Unknown"} == 1)`,
            for: '10m',
            severity: 'warning',
            summary: `{{ $labels.pod }} of ${name} is not ready`,
            description: 'It takes no requests, or does no work, for ten minutes.',
          } as const,
        ]),
  ];
}

function jobAlerts({ declaration: { name }, namespace }: Watched): readonly Alert[] {
  return [
    {
      alert: 'JobFailed',
      expression: jobFailed(namespace, generatedNamePattern(name)),
      for: '1m',
      severity: 'warning',
      summary: `A Job of ${name} failed`,
      description:
        '{{ $labels.job_name }} used up its attempts or its time. Its message comes back to the queue.',
    },
  ];
}

/** Its Secret is as old as the last success; a rotated password locks the workload out. */
function secretAlerts({ declaration, namespace }: Watched): readonly Alert[] {
  if (!hasSecrets(declaration)) return [];
  return [
    {
      alert: 'WorkloadSecretNotSynced',
      expression: `max by (exported_namespace, name) (externalsecret_status_condition{exported_namespace="${namespace}",name="${secretName(declaration)}",condition="Ready",status="False"} == 1)`,
      for: '15m',
      severity: 'warning',
      summary: `The Secret of ${declaration.name} is not renewed from AWS Secrets Manager`,
      description: 'Pods keep the values of the last time. After a rotation they are locked out.',
    },
  ];
}
