import type { ClusterRule } from '../../rule.ts';
import { rightsOf } from '../../state/account-rights.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { fields, list, listAt, textAt } from '../../state/read.ts';
import { type Resource, titleOf } from '../../state/resource.ts';

const objects = (resources: string) => `apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: main, namespace: monitoring }
spec: { serviceAccountName: prometheus, serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {} }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: web } }, endpoints: [{ port: http }] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: prometheus }
rules:
  - { apiGroups: ["", discovery.k8s.io], resources: [${resources}], verbs: [get, list, watch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: prometheus }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: prometheus }
subjects: [{ kind: ServiceAccount, name: prometheus, namespace: monitoring }]
`;

/** What Prometheus lists and watches for a kind of monitor. */
const NEEDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'monitoring.coreos.com/ServiceMonitor': [['pods'], ['services'], ['endpoints', 'endpointslices']],
  'monitoring.coreos.com/PodMonitor': [['pods']],
};
const VERBS = ['list', 'watch'];

export const prometheusRights: ClusterRule = {
  id: 'prometheus-without-rights',
  severity: 'warning',
  summary: 'A Prometheus whose role does not let it see the pods, Services and endpoints of its monitors',
  breaks: 'It finds no target: there is no error but in its log, and every alert about metrics stays silent.',
  failing: objects('nodes'),
  passing: objects('pods, services, endpoints, endpointslices'),
  *judge(state) {
    const wanted = Object.entries(NEEDED).flatMap(([kind, needed]) =>
      state.of(kind).length > 0 ? needed : [],
    );
    if (wanted.length === 0) return;
    for (const resource of state.of(
      'monitoring.coreos.com/Prometheus',
      'monitoring.coreos.com/PrometheusAgent',
    )) {
      const serviceAccount = textAt(resource.value, 'spec', 'serviceAccountName');
      if (resource.isExtract || serviceAccount === undefined) continue;
      const bindings = rightsOf(state, { namespace: resource.namespace, serviceAccount });
      const roles = bindings.map((binding) => roleOf(state, binding));
      // A role that is not in the tree may hold everything; without any binding they are all elsewhere.
      const known = roles.filter((role) => role !== undefined);
      const [first] = known;
      if (first === undefined || known.length < roles.length) continue;
      const lacks = wanted.filter((names) => !names.some((name) => known.some((role) => grants(role, name))));
      if (lacks.length === 0) continue;
      const names = [...new Set(lacks.map((each) => each.join(' or ')))];
      yield {
        resource: first,
        path: ['rules'],
        message: `${titleOf(resource)} runs as ${serviceAccount}, which may not list and watch ${names.join(', ')}: it finds none of the targets of its monitors.`,
        fix: `Add a rule with resources: [${[...new Set(lacks.flat())].join(', ')}] and verbs: [get, list, watch].`,
      };
    }
  },
};

function roleOf(state: ClusterState, binding: Resource): Resource | undefined {
  const [kind, name] = [textAt(binding.value, 'roleRef', 'kind'), textAt(binding.value, 'roleRef', 'name')];
  const role = state.find(
    `rbac.authorization.k8s.io/${kind ?? ''}`,
    kind === 'Role' ? binding.namespace : '',
    name ?? '',
  );
  // What an aggregated role gathers, and what an inventory left out, is not there to be read.
  const isOpen = role === undefined || role.isExtract || role.value.aggregationRule !== undefined;
  return isOpen ? undefined : role;
}

function grants(role: Resource, name: string): boolean {
  return list(role.value.rules).some((given) => {
    const rule = fields(given);
    const has = (field: string, wanted: string) =>
      listAt(rule, field).includes('*') || listAt(rule, field).includes(wanted);
    return has('resources', name) && VERBS.every((verb) => has('verbs', verb));
  });
}
