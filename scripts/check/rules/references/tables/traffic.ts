import { grouped, typed } from './kinds.ts';
import { SECRET } from './pods.ts';
import type { Row, RowsByKind } from './row.ts';

const ofRoute: readonly Row[] = [
  { at: 'spec.parentRefs[]', to: grouped('gateway.networking.k8s.io', 'Gateway'), namespace: 'namespace' },
  { at: 'spec.rules[].backendRefs[]', to: grouped('', 'Service'), namespace: 'namespace' },
  {
    at: 'spec.rules[].filters[].requestMirror.backendRef',
    to: grouped('', 'Service'),
    namespace: 'namespace',
  },
];
const targetRefs: readonly Row[] = [
  { at: 'spec.targetRefs[]', to: grouped('', 'Service') },
  { at: 'spec.targetRef', to: grouped('', 'Service') },
];

/** Ways in and what acts upon them. */
export const TRAFFIC_ROWS: RowsByKind = {
  'networking.k8s.io/Ingress': [
    { at: 'spec.ingressClassName', to: 'networking.k8s.io/IngressClass' },
    { at: 'spec.defaultBackend.service', to: '/Service' },
    { at: 'spec.tls[].secretName', to: SECRET },
    { at: 'spec.rules[].http.paths[].backend.resource', to: typed },
  ],
  'networking.k8s.io/IngressClass': [
    {
      at: 'spec.parameters',
      to: typed,
      namespace: 'namespace',
    },
  ],
  'security.istio.io/AuthorizationPolicy': targetRefs,
  'security.istio.io/RequestAuthentication': targetRefs,
  'telemetry.istio.io/Telemetry': targetRefs,
  'extensions.istio.io/WasmPlugin': [...targetRefs, { at: 'spec.imagePullSecret', to: SECRET }],
  'gateway.networking.k8s.io/Gateway': [
    { at: 'spec.gatewayClassName', to: 'gateway.networking.k8s.io/GatewayClass' },
    { at: 'spec.listeners[].tls.certificateRefs[]', to: grouped('', 'Secret'), namespace: 'namespace' },
  ],
  ...Object.fromEntries(
    ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map((kind) => [
      `gateway.networking.k8s.io/${kind}`,
      ofRoute,
    ]),
  ),
  'elbv2.k8s.aws/TargetGroupBinding': [{ at: 'spec.serviceRef', to: '/Service' }],
};
