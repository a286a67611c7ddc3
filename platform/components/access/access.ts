import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import type { Cluster } from '../../../clusters/index.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { component } from '../../unit/component.ts';
import { namespacesOf } from '../../unit/namespaces-of.ts';
import type { Context } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { ARGOCD_NAMESPACE } from '../argocd/address.ts';
import { DRIFT_GROUP, developersOf, platformGroups, staffGroups } from './address.ts';
import {
  comparing,
  developing,
  draining,
  maintaining,
  operating,
  reading,
  replacingNodes,
} from './rights.ts';

const GROUP = 'rbac.authorization.k8s.io';

/**
 * What people may do in a cluster (S4-24, S4-280): who looks, who builds a product, who is on call, who runs the
 * platform, and the door for the day when nothing else opens. Terraform says by access entries who is in which group.
 * Nobody reads a Secret, and nobody changes rights: both go through Git.
 */
export const access = component({
  name: 'access',
  namespace: ARGOCD_NAMESPACE,
  wave: waves.foundations,
  on: ({ terraform }) => terraform.accessGroups !== undefined,
  objects: (chart, context) => {
    const { cluster } = context;
    const { readers, operators } = staffGroups;
    const { engineers, breakGlass } = platformGroups;
    addRole(chart, 'fleet-read', reading);
    addRole(chart, 'fleet-drain', draining);
    addRole(chart, 'fleet-replace-nodes', replacingNodes);
    addRole(chart, 'fleet-develop', developing(cluster.environment));
    addRole(chart, 'fleet-operate', operating);
    addRole(chart, 'fleet-maintain', maintaining);
    bindEverywhere(chart, cluster, readers, 'fleet-read');
    bindEverywhere(chart, cluster, operators, 'fleet-read', 'fleet-drain');
    bindEverywhere(chart, cluster, engineers, 'fleet-read', 'fleet-drain', 'fleet-replace-nodes');
    bindEverywhere(chart, cluster, breakGlass, 'cluster-admin');
    if (isAsked(context)) {
      addRole(chart, DRIFT_GROUP, comparing);
      bind(chart, cluster, ARGOCD_NAMESPACE, DRIFT_GROUP, DRIFT_GROUP);
    }
    for (const { name, owner } of namespacesOf(context)) {
      if (owner === 'platform') bind(chart, cluster, name, engineers, 'fleet-maintain');
      else {
        bind(chart, cluster, name, developersOf(owner), 'fleet-develop');
        bind(chart, cluster, name, operators, 'fleet-operate');
      }
    }
  },
});

/** Whether a workflow may ask the cluster's Argo CD what it has: it is a hub, and Terraform has made the way in. */
function isAsked({ cluster, fleet }: Context): boolean {
  const isHub = fleet.clusters.some(({ hub }) => hub === cluster.name);
  return isHub && cluster.terraform.accessGroups?.includes(DRIFT_GROUP) === true;
}

function addRole(chart: Chart, name: string, rules: readonly k8s.PolicyRule[]): void {
  add(chart, k8s.KubeClusterRole, {
    metadata: { name, labels: ownerLabels('platform') },
    rules: [...rules],
  });
}

/** For when Git or Argo CD cannot be used: every right there is. */
const BREAK_GLASS = {
  'ignore-check.kube-linter.io/cluster-admin-role-binding':
    'For when Git or Argo CD cannot be used; AWS gives the role for an hour and tells of it',
};

function bindEverywhere(chart: Chart, cluster: Cluster, group: string, ...roles: readonly string[]): void {
  for (const role of roles) {
    const { metadata, ...rest } = bindingOf(cluster, group, role);
    const annotations = role === 'cluster-admin' && { annotations: BREAK_GLASS };
    add(chart, k8s.KubeClusterRoleBinding, { metadata: { ...metadata, ...annotations }, ...rest });
  }
}

function bind(chart: Chart, cluster: Cluster, namespace: string, group: string, role: string): void {
  const { metadata, ...rest } = bindingOf(cluster, group, role);
  add(chart, k8s.KubeRoleBinding, { metadata: { ...metadata, namespace }, ...rest });
}

/** A binding cannot be changed, only made anew: whom it binds, and to what, is in its name. */
function bindingOf(cluster: Cluster, group: string, role: string) {
  return {
    metadata: { name: `${group}.${role}`, labels: ownerLabels('platform') },
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: role },
    subjects: [subject(cluster, group)],
  };
}

/** @throws when no access entry leads into the group: then its rights would be nobody's */
function subject({ name, terraform }: Cluster, group: string): k8s.Subject {
  if (terraform.accessGroups?.includes(group) !== true) {
    throw new Error(
      `clusters/${name}/terraform.json: the output access_groups has no ${group}, which is given rights there. Have Terraform make an access entry for it.`,
    );
  }
  return { apiGroup: GROUP, kind: 'Group', name: group };
}
