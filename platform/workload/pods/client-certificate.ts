import type { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import { addInternalCertificate } from '../../components/cert-manager/address.ts';
import type { Placement } from '../graph/placement.ts';
import { objectLabels } from '../labels.ts';

/** Where a workload finds the certificate that a store asks it for: `tls.crt`, `tls.key` and `ca.crt`. */
export function certificatePath(store: string): string {
  return `/etc/tls/${store}`;
}

/** The Certificate, its Secret and its volume, of a workload for one store. */
export function clientCertificateName({ name }: Placement['declaration'], store: string): string {
  return `${name}-${store}-client`;
}

/** The stores that a workload calls by TLS. */
function stores({ destinations }: Placement): readonly string[] {
  return destinations.flatMap(({ tls }) => tls ?? []);
}

/**
 * The Secrets of a workload's certificates, which also name its volumes.
 *
 * @throws when the two names together are too long for that
 */
export function certificateSecrets(placement: Placement): readonly string[] {
  return stores(placement).map((store) => {
    const name = clientCertificateName(placement.declaration, store);
    if (name.length <= 63) return name;
    throw new Error(
      `${placement.declaration.name} calls ${store} by TLS, and ${name} names the volume of its certificate: ${name.length} characters, of which 63 are allowed. Give the workload a shorter name.`,
    );
  });
}

/** A certificate for each store that a workload calls by TLS. */
export function addClientCertificates(scope: Construct, placement: Placement): void {
  const { declaration, namespace } = placement;
  for (const name of certificateSecrets(placement)) {
    addInternalCertificate(scope, {
      name,
      namespace,
      labels: objectLabels(placement),
      commonName: declaration.name,
    });
  }
}

/** The volumes of the pod; the group of the pod may read the key. */
export function certificateVolumes(placement: Placement): k8s.Volume[] {
  return certificateSecrets(placement).map((name) => ({
    name,
    secret: { secretName: name, defaultMode: 0o440 },
  }));
}

/** Where the container sees them. */
export function certificateMounts(placement: Placement): k8s.VolumeMount[] {
  return stores(placement).map((store) => ({
    name: clientCertificateName(placement.declaration, store),
    mountPath: certificatePath(store),
    readOnly: true,
  }));
}
