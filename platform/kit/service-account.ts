import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Cluster } from '../../clusters/index.ts';
import { add } from './manifest.ts';

/**
 * A ServiceAccount, with an IAM role where its pods call AWS. No token of the Kubernetes API is mounted: the one
 * for AWS is another, put in by EKS.
 *
 * @param role name under the Terraform output `irsa_role_arns`; absent where AWS is not called
 * @throws when the outputs have no role of that name
 */
export function addServiceAccount(
  scope: Construct,
  cluster: Cluster,
  identity: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  },
  role?: string,
): void {
  const { name, namespace, labels, annotations } = identity;
  add(scope, k8s.KubeServiceAccount, {
    metadata: {
      name,
      namespace,
      labels: { ...labels },
      ...((annotations || role !== undefined) && {
        annotations: {
          ...annotations,
          ...(role !== undefined && { 'eks.amazonaws.com/role-arn': roleOf(cluster, role) }),
        },
      }),
    },
    automountServiceAccountToken: false,
  });
}

/** The role of a ServiceAccount that calls AWS; throws as `addServiceAccount` does. */
export function roleOf(cluster: Cluster, role: string): string {
  const arn = cluster.terraform.irsaRoleArns[role];
  if (arn !== undefined) return arn;
  throw new Error(
    `clusters/${cluster.name}/terraform.json: the output irsa_role_arns has no ${role}, which calls AWS. Make the role in Terraform, with only the actions that it needs.`,
  );
}
