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
          ...(role !== undefined && roleAnnotation(cluster, role)),
        },
      }),
    },
    automountServiceAccountToken: false,
  });
}

/**
 * The annotation that gives a ServiceAccount its IAM role, for the values of a chart as well.
 *
 * @param serviceAccount name of the ServiceAccount, which is the role's key under `irsa_role_arns`
 * @throws when the Terraform outputs of the cluster do not have this role
 */
export function roleAnnotation(cluster: Cluster, serviceAccount: string): Record<string, string> {
  return { 'eks.amazonaws.com/role-arn': roleOf(cluster, serviceAccount) };
}

/** The IAM role of a ServiceAccount; throws as `roleAnnotation` does. */
export function roleOf(cluster: Cluster, serviceAccount: string): string {
  const arn = cluster.terraform.irsaRoleArns[serviceAccount];
  if (arn !== undefined) return arn;
  throw new Error(
    `clusters/${cluster.name}/terraform.json: the output irsa_role_arns has no ${serviceAccount}, which calls AWS. Make the role in Terraform for the ServiceAccount of that name, with only the actions that it needs, and print its ARN there.`,
  );
}
