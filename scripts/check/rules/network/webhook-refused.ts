import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { ClusterRule } from '../../rule.ts';
import { hasPort, isolationOf, namesAt } from '../../state/network-policies.ts';
import { fieldsAt, listAt, numberAt, textAt } from '../../state/read.ts';
import { servicesIn, targetsAt } from '../../state/service-ports.ts';
import { SEALED } from './sample.ts';

const webhook = (from: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: cart, namespace: shop }
spec: { podSelector: { matchLabels: { app: cart } }, policyTypes: [Ingress], ingress: [{ ${from}ports: [{ port: 8080 }] }] }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: cart }
webhooks: [{ name: cart.example.com, clientConfig: { service: { name: cart, namespace: shop, port: 80 } } }]
`;

/** The API server is no pod: no selector names it. */
export const webhookRefused: ClusterRule = {
  id: 'webhook-refused',
  severity: 'error',
  summary: 'A webhook or an aggregated API whose pods admit no address from outside the pods of the cluster',
  breaks:
    'The API server cannot call it: objects of its kinds are refused, or nobody looks at them any more.',
  failing: SEALED + webhook('from: [{ namespaceSelector: {} }], '),
  passing: SEALED + webhook('from: [{ ipBlock: { cidr: 10.0.0.0/24 } }], '),
  *judge(state) {
    const hooks = state
      .of(
        'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
        'admissionregistration.k8s.io/MutatingWebhookConfiguration',
      )
      .flatMap((resource) =>
        listAt(resource.value, 'webhooks').map((hook, index) => ({
          resource,
          path: ['webhooks', index, 'clientConfig', 'service'],
          service: fieldsAt(hook, 'clientConfig', 'service'),
        })),
      );
    const conversions = state.of('apiextensions.k8s.io/CustomResourceDefinition').map((resource) => ({
      resource,
      path: ['spec', 'conversion', 'webhook', 'clientConfig', 'service'],
      service: fieldsAt(resource.value, 'spec', 'conversion', 'webhook', 'clientConfig', 'service'),
    }));
    const apis = state.of('apiregistration.k8s.io/APIService').map((resource) => ({
      resource,
      path: ['spec', 'service'],
      service: fieldsAt(resource.value, 'spec', 'service'),
    }));
    for (const { resource, path, service } of [...hooks, ...conversions, ...apis]) {
      const name = `${textAt(service, 'namespace') ?? ''}/${textAt(service, 'name') ?? ''}`;
      const own = servicesIn(state).get(name);
      const port = own?.ports.find(
        ({ number }) =>
          number ===
          (numberAt(service, 'port') ??
            byDefault(
              'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
              'webhooks[].clientConfig.service.port',
            )),
      );
      if (own === undefined || port === undefined) continue;
      for (const workload of own.workloads) {
        const isolation = isolationOf(state, workload, 'ingress');
        const targets = targetsAt(port, workload);
        if (isolation === undefined || targets.length === 0) continue;
        const isOpen = isolation.rules.some(
          ({ rule }) =>
            targets.some((target) => hasPort(rule, 'TCP', target, namesAt(workload, target))) &&
            (rule.peers.length === 0 ||
              rule.peers.some(({ block, isUnreadable }) => block !== undefined || isUnreadable)),
        );
        if (isOpen) continue;
        yield {
          resource,
          path,
          message: `The API server calls port ${targets[0]} of ${workload.kind} ${workload.namespace}/${workload.name}, and its NetworkPolicies (${isolation.policies.map((each) => each.resource.name).join(', ')}) admit pods only there.`,
          fix: `Admit TCP port ${targets[0]} from an ipBlock with the addresses of the API server, or from everybody.`,
        };
      }
    }
  },
};
