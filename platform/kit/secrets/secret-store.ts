import { SecretStore, SecretStoreSpecProviderAwsService } from '@cdk8s/external-secrets';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { add } from '../manifest.ts';
import { addServiceAccount } from '../service-account.ts';

/** Where a store stands, and who reads with it. */
export interface SecretReader {
  /** Name of the store. */
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The ServiceAccount whose role reads AWS Secrets Manager; the role's key under `irsa_role_arns`. */
  readonly reader: string;
}

/**
 * A store that only its namespace can use, with a role that reads only the secrets of its owner.
 *
 * @throws when the Terraform outputs have no role for the reader
 */
export function addSecretStore(
  scope: Construct,
  cluster: Cluster,
  { name, namespace, labels, reader }: SecretReader,
): void {
  addServiceAccount(scope, cluster, { name: reader, namespace, labels }, reader);
  add(scope, SecretStore, {
    metadata: { name, namespace, labels: { ...labels } },
    spec: {
      provider: {
        aws: {
          service: SecretStoreSpecProviderAwsService.SECRETS_MANAGER,
          region: cluster.terraform.region,
          auth: { jwt: { serviceAccountRef: { name: reader } } },
        },
      },
    },
  });
}
