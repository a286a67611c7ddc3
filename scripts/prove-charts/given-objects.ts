import { type TreeObject, treeObject } from '../prove-gatekeeper/tree.ts';
import type { Placed } from './cluster-state.ts';

/** Who answers for what is given. */
const EKS = 'eks';

/**
 * What is on every cluster and no file here renders: that of EKS and of the controllers of Kubernetes, as far as our objects
 * and charts select or name it.
 */
export const givenObjects: readonly Placed[] = [
  // The add-on of EKS for the cluster's DNS.
  deployment('coredns', 'kube-system', { 'k8s-app': 'kube-dns' }, [
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
    { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
    { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
  ]),
  account('coredns', 'kube-system'),
  // The controller manager asks for metrics as this one.
  account('horizontal-pod-autoscaler', 'kube-system'),
  // The API server, and the kubelets, whose Service the operator of Prometheus keeps: neither has pods behind it.
  service('kubernetes', 'default', { component: 'apiserver', provider: 'kubernetes' }, 'https', 443),
  service(
    'kubelet',
    'kube-system',
    { 'k8s-app': 'kubelet', 'app.kubernetes.io/name': 'kubelet' },
    'https-metrics',
    10250,
  ),
  // The VPC CNI of EKS reads these.
  definition('vpcresources.k8s.aws', 'SecurityGroupPolicy', 'securitygrouppolicies'),
].map((object) => ({ unit: EKS, from: 'given', object }));

function deployment(
  name: string,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  ports: readonly object[],
): TreeObject {
  const template = {
    metadata: { labels },
    spec: { serviceAccountName: name, containers: [{ name, image: name, ports }] },
  };
  return treeObject({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: { selector: { matchLabels: labels }, template },
  });
}

function account(name: string, namespace: string): TreeObject {
  return treeObject({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
}

function service(
  name: string,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  port: string,
  number: number,
): TreeObject {
  return treeObject({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: { ports: [{ name: port, port: number }] },
  });
}

function definition(group: string, kind: string, plural: string): TreeObject {
  return treeObject({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: { group, names: { kind }, scope: 'Namespaced' },
  });
}
