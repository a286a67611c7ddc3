import { byDefault } from '../../../../cluster-model/defaults/defaults.ts';
import { textAt } from '../../../state/read.ts';
import { grouped } from './kinds.ts';
import { CONFIG_MAP, SECRET } from './pods.ts';
import type { Row, RowsByKind } from './row.ts';

function issuer(holder: unknown): string {
  return `${textAt(holder, 'group') ?? byDefault('cert-manager.io/Certificate', 'spec.issuerRef.group')}/${textAt(holder, 'kind') ?? byDefault('cert-manager.io/Certificate', 'spec.issuerRef.kind')}`;
}

function store(holder: unknown): string {
  return `external-secrets.io/${textAt(holder, 'kind') ?? byDefault('external-secrets.io/ExternalSecret', 'spec.secretStoreRef.kind')}`;
}

function generator(holder: unknown): string | undefined {
  const kind = textAt(holder, 'kind');
  return kind === undefined ? undefined : `generators.external-secrets.io/${kind}`;
}

/** Where a cluster-wide object of cert-manager has its Secrets. */
const clusterSecrets = () => 'cert-manager';

/** Certificates and keys of an issuer, and what it signs in with. */
function issuerRows(namespace?: Row['namespace']): readonly Row[] {
  const at = (path: string, name = 'name', keys: readonly string[] = ['key']): Row => ({
    at: path,
    to: SECRET,
    name,
    keys,
    ...(namespace !== undefined && { namespace }),
  });
  return [
    at('spec.ca.secretName'),
    at('spec.vault.auth.tokenSecretRef'),
    at('spec.vault.auth.appRole.secretRef'),
    at('spec.vault.auth.kubernetes.secretRef'),
    at('spec.vault.caBundleSecretRef'),
    at('spec.venafi.cloud.apiTokenSecretRef'),
    at('spec.venafi.tpp.credentialsRef'),
    at('spec.acme.externalAccountBinding.keySecretRef'),
    at('spec.acme.solvers[].dns01.*.accessKeyIDSecretRef'),
    at('spec.acme.solvers[].dns01.*.secretAccessKeySecretRef'),
    at('spec.acme.solvers[].dns01.*.apiTokenSecretRef'),
    at('spec.acme.solvers[].dns01.*.apiKeySecretRef'),
    at('spec.acme.solvers[].dns01.*.serviceAccountSecretRef'),
    at('spec.acme.solvers[].dns01.*.clientSecretSecretRef'),
    at('spec.acme.solvers[].dns01.*.tokenSecretRef'),
    at('spec.acme.solvers[].dns01.*.tsigSecretSecretRef'),
    { at: 'spec.acme.solvers[].http01.ingress.ingressClassName', to: 'networking.k8s.io/IngressClass' },
    {
      at: 'spec.acme.solvers[].http01.gatewayHTTPRoute.parentRefs[]',
      to: grouped('gateway.networking.k8s.io', 'Gateway'),
      namespace: 'namespace',
    },
  ];
}

/** Certificates, and where secrets come from. */
export const SECURITY_ROWS: RowsByKind = {
  'cert-manager.io/Certificate': [
    { at: 'spec.issuerRef', to: issuer },
    { at: 'spec.keystores.jks.passwordSecretRef', to: SECRET, keys: ['key'] },
    { at: 'spec.keystores.pkcs12.passwordSecretRef', to: SECRET, keys: ['key'] },
  ],
  'cert-manager.io/Issuer': issuerRows(),
  'cert-manager.io/ClusterIssuer': issuerRows(clusterSecrets),
  'external-secrets.io/ExternalSecret': [
    { at: 'spec.secretStoreRef', to: store },
    { at: 'spec.data[].sourceRef.storeRef', to: store },
    { at: 'spec.dataFrom[].sourceRef.storeRef', to: store },
    { at: 'spec.dataFrom[].sourceRef.generatorRef', to: generator },
    { at: 'spec.target.template.templateFrom[].configMap', to: CONFIG_MAP, keys: ['items[].key'] },
    { at: 'spec.target.template.templateFrom[].secret', to: SECRET, keys: ['items[].key'] },
  ],
  'external-secrets.io/ClusterExternalSecret': [
    {
      at: 'spec.externalSecretSpec.secretStoreRef',
      to: (holder) => (textAt(holder, 'kind') === 'ClusterSecretStore' ? store(holder) : undefined),
    },
  ],
  'external-secrets.io/PushSecret': [
    { at: 'spec.secretStoreRefs[]', to: store },
    { at: 'spec.selector.secret', to: SECRET },
  ],
  'secrets.hashicorp.com/VaultStaticSecret': [
    { at: 'spec.vaultAuthRef', to: 'secrets.hashicorp.com/VaultAuth' },
  ],
  'secrets.hashicorp.com/VaultDynamicSecret': [
    { at: 'spec.vaultAuthRef', to: 'secrets.hashicorp.com/VaultAuth' },
  ],
  'secrets.hashicorp.com/VaultAuth': [
    { at: 'spec.vaultConnectionRef', to: 'secrets.hashicorp.com/VaultConnection' },
    { at: 'spec.kubernetes.serviceAccount', to: '/ServiceAccount' },
  ],
};
