import { isMeshed } from '../../platform/kit/namespace.ts';
import { bytes, millicores } from '../../platform/kit/quantity.ts';
import type { Resources } from '../../platform/kit/resources.ts';
import type { Context } from '../../platform/unit/unit.ts';
import { type Each, each, type Only, only, type Quantifier, rendered } from '../model/evidence.ts';
import { absent, atLeast, exactly, including } from '../model/expected.ts';
import { atLeastBytes, atLeastMillicores } from './amounts.ts';
import { eachNamespace, isRunning, namespacesOf, unitsOf, workloadsOf } from './members.ts';
import { pods } from './peers.ts';

/** Everything is refused, in and out, to every pod: that is the whole policy, since anything more would open something. */
export function deniedByDefault(of: Quantifier = eachNamespace()): Each {
  return each(of, (namespace) =>
    rendered(`namespaces/${namespace}/networkpolicy-default-deny-all.yaml`)({
      'metadata.namespace': namespace,
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    }),
  );
}

/** Every pod may ask for names, and for nothing else. */
export function mayAskForNames(of: Quantifier = eachNamespace()): Each {
  return each(of, (namespace) =>
    rendered(`namespaces/${namespace}/networkpolicy-allow-dns.yaml`)({
      'metadata.namespace': namespace,
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          {
            ports: [
              { port: 53, protocol: 'TCP' },
              { port: 53, protocol: 'UDP' },
            ],
            to: [pods('kube-system', { 'k8s-app': 'kube-dns' })],
          },
        ],
      },
    }),
  );
}

/** No namespace has another policy for all of its pods than those for names, certificates and spans. */
export const noOtherDefaults: Only = only(
  /^namespaces\/[^/]+\/networkpolicy-/,
  'a policy against everything in each namespace, DNS, in the mesh istiod and the collector, and no other for all pods',
  (context) =>
    [...namespacesOf(context).values()].flatMap((one) =>
      [
        'default-deny-all',
        'allow-dns',
        ...(isMeshed(one, context.cluster) ? ['allow-istiod', 'allow-tracing'] : []),
      ].map((policy) => `namespaces/${one.name}/networkpolicy-${policy}.yaml`),
    ),
);

/** The namespace has its owner and enforces its declared level, in the words of the cluster's own version. */
export function podSecurityEnforced(of: Quantifier = eachNamespace()): Each {
  return each(of, (namespace, context) => {
    const declared = namespacesOf(context).get(namespace);
    return rendered(`namespaces/_cluster/namespace-${namespace}.yaml`)({
      'metadata.labels': including({
        'fleet.example.com/owner': declared?.owner ?? '',
        'pod-security.kubernetes.io/enforce': declared?.podSecurity ?? '',
        'pod-security.kubernetes.io/enforce-version': `v${context.cluster.kubernetesVersion}`,
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/warn': 'restricted',
      }),
    });
  });
}

/** Pods that there may be at once, and what each asks for. */
interface Demand {
  readonly pods: number;
  readonly resources: Resources;
}

/** What is declared to run in a namespace: each workload at its largest scale, a quarter more while it is updated. */
function demandsOf(namespace: string, context: Context): readonly Demand[] {
  const workloads = workloadsOf(context)
    .filter((workload) => workload.namespace === namespace)
    .map(({ declaration }): Demand => {
      const scaled = (count: number): number => Math.ceil(count * context.cluster.replicaFactor);
      const { resources } = declaration;
      if (!isRunning(declaration)) return { pods: scaled(declaration.max), resources };
      const most = scaled(declaration.scale.replicas ?? declaration.scale.max);
      return { pods: most + (declaration.maxSurge ?? Math.ceil(most / 4)), resources };
    });
  const others = unitsOf(context)
    .flatMap((unit) => unit.reserves?.(context) ?? [])
    .filter((reservation) => reservation.namespace === namespace);
  return [...workloads, ...others];
}

/** The quota holds the largest scale of all that is declared there, and an update of a quarter more. */
export function quotaHolds(of: Quantifier): Each {
  return each(of, (namespace, context) => {
    const demands = demandsOf(namespace, context);
    const sum = (each: (demand: Demand) => number): number =>
      demands.reduce((total, demand) => total + each(demand), 0);
    const cpu = sum(({ pods, resources }) => pods * millicores(resources.requests.cpu));
    const memory = sum(({ pods, resources }) => pods * bytes(resources.requests.memory));
    const limit = sum(({ pods, resources }) => pods * bytes(resources.limits.memory));
    return rendered(
      `namespaces/${namespace}/resourcequota-quota.yaml`,
      'spec.hard',
    )({
      pods: demands.length === 0 ? 0 : atLeast(sum(({ pods }) => pods)),
      '["requests.cpu"]': atLeastMillicores(cpu),
      '["requests.memory"]': atLeastBytes(memory),
      '["limits.memory"]': atLeastBytes(limit),
      // Nobody has to set a CPU limit; otherwise the quota would demand one.
      '["limits.cpu"]': absent,
    });
  });
}

/** Containers that do not set memory get a limit, or one of them could take the node down with it. */
export function limitedByDefault(of: Quantifier): Each {
  return each(of, (namespace) =>
    rendered(`namespaces/${namespace}/limitrange-defaults.yaml`)({
      'spec.limits[*].type': exactly(['Container']),
      'spec.limits[0].default.memory': atLeastBytes(1),
      'spec.limits[0].defaultRequest.memory': atLeastBytes(1),
      'spec.limits[0].defaultRequest.cpu': atLeastMillicores(1),
    }),
  );
}
