import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, fieldsAt, list, listAt, type Path, text, textAt } from '../../state/read.ts';
import { type Resource, titleOf } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';
import { variablesOf } from './variables.ts';
import { workloadAt } from './workload-at.ts';

const SAMPLE = (variable: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: worker, namespace: shop }
spec:
  selector: { matchLabels: { app: worker } }
  template:
    metadata: { labels: { app: worker } }
    spec:
      containers:
        - name: worker
          image: registry.example.com/worker:1.0.0
          env: [{ name: RABBITMQ_URL, value: "amqp://rabbitmq.shop.svc:5672" }]
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: worker, namespace: shop }
spec:
  scaleTargetRef: { name: worker }
  triggers:
    - type: rabbitmq
      metadata: { hostFromEnv: ${variable}, queueName: orders, mode: QueueLength, value: "20" }
`;

/** KEDA reads the variable of a container of the target, where it has to be. */
export const triggerVariableMissing: ClusterRule = {
  id: 'trigger-variable-missing',
  severity: 'error',
  summary: 'A variable that a trigger of KEDA reads of its target, and that the container does not have',
  breaks: 'The trigger cannot sign in or does not know its host: KEDA makes no autoscaler.',
  failing: SAMPLE('RABBITMQ_HOST'),
  passing: SAMPLE('RABBITMQ_URL'),
  *judge(state) {
    for (const resource of state.of('keda.sh/ScaledObject')) {
      const target = at(resource.value, 'spec', 'scaleTargetRef');
      const workload = workloadAt(state, resource, target);
      if (workload !== undefined) {
        yield* ofTriggers(state, resource, workload, textAt(target, 'envSourceContainerName'));
      }
    }
    for (const workload of state.workloads) {
      if (workload.kind !== 'ScaledJob') continue;
      const source = textAt(workload.resource.value, 'spec', 'envSourceContainerName');
      yield* ofTriggers(state, workload.resource, workload, source);
    }
  },
};

function* ofTriggers(
  state: ClusterState,
  resource: Resource,
  workload: Workload,
  source: string | undefined,
): Generator<Said> {
  for (const [index, trigger] of listAt(resource.value, 'spec', 'triggers').entries()) {
    const path = ['spec', 'triggers', index, 'metadata'];
    for (const [field, value] of Object.entries(fieldsAt(trigger, 'metadata'))) {
      if (!field.endsWith('FromEnv')) continue;
      yield* said(state, resource, workload, source, [...path, field], text(value));
    }
    const reference = at(trigger, 'authenticationRef');
    if ((textAt(reference, 'kind') ?? 'TriggerAuthentication') !== 'TriggerAuthentication') continue;
    const authentication = state.find(
      'keda.sh/TriggerAuthentication',
      resource.namespace,
      textAt(reference, 'name') ?? '',
    );
    if (authentication === undefined) continue;
    for (const [position, variable] of list(at(authentication.value, 'spec', 'env')).entries()) {
      const from = textAt(variable, 'containerName') ?? source;
      yield* said(
        state,
        authentication,
        workload,
        from,
        ['spec', 'env', position, 'name'],
        textAt(variable, 'name'),
      );
    }
  }
}

function* said(
  state: ClusterState,
  resource: Resource,
  workload: Workload,
  source: string | undefined,
  path: Path,
  name: string | undefined,
): Generator<Said> {
  const main = workload.containers.filter(({ role }) => role === 'main');
  const container =
    source === undefined || source === '' ? main[0] : main.find((each) => each.name === source);
  const names = container === undefined ? undefined : variablesOf(state, workload, container);
  if (
    name === undefined ||
    name === '' ||
    container === undefined ||
    names === undefined ||
    names.includes(name)
  )
    return;
  yield {
    resource,
    path,
    message: `The container ${container.name} of ${titleOf(workload.resource)} has no variable ${name}.`,
    fix: `Write a variable that it has${didYouMean(name, names)}, or define ${name} there.`,
  };
}
