import { didYouMean } from '../../../../clusters/nearest-name.ts';
import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule, Severity } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { presenceOf } from '../../state/presence.ts';
import { listAt, numberAt, textAt, textsAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { textPlaces } from '../../state/texts.ts';
import type { Workload } from '../../state/workload.ts';

const SAMPLE = (service: string) => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: ${service}
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: registry.example.com/db:1.0.0 }] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
`;

/** The pods of a StatefulSet get names in DNS from a headless Service that selects them. */
export const governingService: ClusterRule = {
  id: 'governing-service',
  severity: 'error',
  summary: 'A StatefulSet whose serviceName is no headless Service over its own pods',
  breaks: 'The pods have no names of their own in DNS: members of a cluster do not find each other.',
  pitfalls: ['X-5'],
  failing: SAMPLE('db-headless'),
  passing: SAMPLE('db'),
  *judge(state) {
    for (const workload of state.workloads) {
      const { resource, namespace } = workload;
      const name = textAt(resource.value, 'spec', 'serviceName');
      if (workload.kind !== 'StatefulSet' || workload.isMade || name === undefined || name === '') continue;
      const path = ['spec', 'serviceName'];
      // A single pod is found by the Service itself.
      const replicas =
        numberAt(resource.value, 'spec', 'replicas') ?? byDefault('apps/StatefulSet', 'spec.replicas');
      const target = { group: '', kind: 'Service', namespace, name };
      const service = state.find('/Service', namespace, name);
      if (service === undefined) {
        // The program of a chart knows how it finds its pods, and nobody here can mend it.
        if (resource.isExtract || presenceOf(state, target, namespace) !== 'missing') continue;
        const services = state.of('/Service').filter((each) => each.namespace === namespace);
        const headless = services.filter(({ value }) => textAt(value, 'spec', 'clusterIP') === 'None');
        yield {
          resource,
          path,
          message: `There is no Service ${name} in the namespace ${namespace}: the pods of StatefulSet ${resource.name} have no names of their own in DNS.`,
          fix: `Write the name of a headless Service of the pods${didYouMean(
            name,
            (headless.length > 0 ? headless : services).map((each) => each.name),
          )}, or make the Service ${name} with clusterIP: None.`,
          ...severityOf(resource, replicas, isCalled(state, workload, name)),
        };
        continue;
      }
      if (!containsLabels(workload.labels, textsAt(service.value, 'spec', 'selector'))) {
        yield {
          resource,
          path,
          message: `The Service ${name} does not select the pods of StatefulSet ${resource.name}, which get no names of their own in DNS from it.`,
          fix: `Write a Service that selects the pods, or their labels in the selector of ${name}.`,
        };
      } else if (textAt(service.value, 'spec', 'clusterIP') !== 'None' && replicas > 1) {
        yield {
          resource,
          path,
          severity: 'warning',
          message: `The Service ${name} has an address of its own: names of single pods of StatefulSet ${resource.name} do not resolve by it.`,
          fix: `Make ${name} headless with clusterIP: None, and a second Service for clients.`,
        };
      }
    }
  },
};

/** Whether a program is told the name of a pod, or how such names end. */
function isCalled(state: ClusterState, { namespace, name }: Workload, service: string): boolean {
  const texts = [
    ...state.workloadsIn(namespace).flatMap(({ spec }) => [...textPlaces(spec)]),
    ...state.of('/ConfigMap').flatMap(({ value }) => [...textPlaces(value.data)]),
  ];
  return texts.some(({ text }) => text.includes(`.${service}`) || text.includes(`${name}-0.`));
}

/** A single pod without a volume of its own needs no name; what nobody calls by name may find its pods in another way. */
function severityOf(
  { value }: Resource,
  replicas: number,
  isCalled: boolean,
): { readonly severity?: Severity } {
  if (isCalled) return {};
  const keeps = listAt(value, 'spec', 'volumeClaimTemplates').length > 0;
  return { severity: keeps || replicas > 1 ? 'warning' : 'info' };
}
