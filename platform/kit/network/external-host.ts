import {
  DestinationRule,
  ServiceEntrySpecLocation as Location,
  ServiceEntrySpecResolution as Resolution,
  ServiceEntry,
  DestinationRuleSpecTrafficPolicyTlsMode as TlsMode,
} from '@cdk8s/istio';
import type { Construct } from 'constructs';
import { add } from '../manifest.ts';

/** Where a host is known. */
interface Place {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Lets the proxies of one namespace call a host outside the mesh; what one product calls does not concern another
 * . A database is told apart by its port, not read as MySQL or PostgreSQL (S3-09).
 */
export function addExternalHost(
  scope: Construct,
  { namespace, labels }: Place,
  external: ExternalHost,
): void {
  const { host, port, protocol } = external;
  const metadata = { name: host.replaceAll('.', '-'), namespace, labels };
  add(scope, ServiceEntry, {
    metadata,
    spec: {
      hosts: [host],
      exportTo: ['.'],
      location: Location.MESH_UNDERSCORE_EXTERNAL,
      resolution: Resolution.DNS,
      ports: [{ number: port, name: `${protocol.toLowerCase()}-${port}`, protocol }],
    },
  });
  if (protocol !== 'TCP') return;
  // The protocols of databases begin in plain text and turn to TLS by themselves, between application and server: a
  // proxy that began TLS would not be understood (S3-44).
  add(scope, DestinationRule, {
    metadata,
    spec: { host, exportTo: ['.'], trafficPolicy: { tls: { mode: TlsMode.DISABLE } } },
  });
}

/** A host outside the mesh that must be registered, since the mesh refuses unknown ones. */
export interface ExternalHost {
  readonly host: string;
  readonly port: number;
  /** TLS is begun by the application; TCP is a protocol that the proxy does not read. */
  readonly protocol: 'TLS' | 'TCP';
}
