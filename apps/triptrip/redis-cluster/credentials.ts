import {
  ExternalSecretSpecTargetCreationPolicy as CreationPolicy,
  ExternalSecretSpecTargetTemplateEngineVersion as EngineVersion,
  ExternalSecret,
  SecretStore,
  SecretStoreSpecProviderAwsService,
  ExternalSecretSpecSecretStoreRefKind as StoreKind,
} from '@cdk8s/external-secrets';
import type { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { add } from '../../../platform/kit/manifest.ts';
import { REFRESH_INTERVAL, SECRET_STORE } from '../../../platform/kit/secrets/external-secret.ts';
import { addServiceAccount } from '../../../platform/kit/service-account.ts';
import { labelsOf, NAMESPACE } from './redis-cluster.ts';

/** The Secret with the password (S4-276). */
export const CREDENTIALS = 'redis-credentials';

/** Its key with the lines that `redis.conf` includes. */
export const CREDENTIALS_FILE = 'credentials.conf';

/** ServiceAccount and IAM role that read the product's secrets; Terraform trusts it in this namespace too. */
const READER = 'triptrip-secrets';

/**
 * The password as a line of Redis's configuration, so that it is in no argument, no environment of the server and no
 * ConfigMap. A second one is accepted while passwords are exchanged, since servers and clients learn of a new
 * one at different times: first add it as `next_password`; when all pods have restarted, swap the two; finally
 * remove the old one.
 */
const LINES = [
  'user default on ~* &* +@all {{ printf ">%s" .password | quote }}{{ with index . "next_password" }} {{ printf ">%s" . | quote }}{{ end }}',
  'masterauth {{ .password | quote }}',
  '',
].join('\n');

/** The secret store of the namespace, and the Secret that is made from `<prefix>/redis` (S4-216). */
export function addCredentials(scope: Construct, cluster: Cluster): void {
  const labels = labelsOf();
  const { region, secretPathPrefix } = cluster.terraform;
  addServiceAccount(scope, cluster, { name: READER, namespace: NAMESPACE, labels }, READER);
  add(scope, SecretStore, {
    metadata: { name: SECRET_STORE, namespace: NAMESPACE, labels },
    spec: {
      provider: {
        aws: {
          service: SecretStoreSpecProviderAwsService.SECRETS_MANAGER,
          region,
          auth: { jwt: { serviceAccountRef: { name: READER } } },
        },
      },
    },
  });
  add(scope, ExternalSecret, {
    metadata: { name: CREDENTIALS, namespace: NAMESPACE, labels },
    spec: {
      refreshInterval: REFRESH_INTERVAL,
      secretStoreRef: { kind: StoreKind.SECRET_STORE, name: SECRET_STORE },
      target: {
        name: CREDENTIALS,
        creationPolicy: CreationPolicy.OWNER,
        template: {
          type: 'Opaque',
          engineVersion: EngineVersion.V2,
          data: { password: '{{ .password }}', [CREDENTIALS_FILE]: LINES },
        },
      },
      // The whole object, because next_password is there only at times.
      dataFrom: [{ extract: { key: `${secretPathPrefix}/redis` } }],
    },
  });
}

/** The password for redis-cli, which takes it from its environment and shows it to nobody. */
export const redisCliPassword: k8s.EnvVar = {
  name: 'REDISCLI_AUTH',
  valueFrom: { secretKeyRef: { name: CREDENTIALS, key: 'password' } },
};
