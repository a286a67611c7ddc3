import { type Breakage, drop, only, push, rename, set } from '../breakage.ts';

export const entry: readonly Breakage[] = [
  {
    says: 'SIMPLE turned to PASSTHROUGH',
    row: 'S4-268',
    files: only('ingress/istio-system/gateway-public-gateway.yaml'),
    change: set('spec.servers[0].tls.mode', 'PASSTHROUGH'),
  },
  {
    says: 'plain HTTP at the gateway',
    row: 'S4-268',
    files: only('ingress/istio-system/gateway-public-gateway.yaml'),
    change: push('spec.servers', { hosts: ['*/*'], port: { name: 'http', number: 80, protocol: 'HTTP' } }),
  },
  {
    says: 'old TLS at the gateway',
    row: 'S4-268',
    files: only('ingress/istio-system/gateway-public-gateway.yaml'),
    change: drop('spec.servers[0].tls.minProtocolVersion'),
  },
  {
    says: 'a host of no service at the entry',
    row: 'S4-268',
    files: only('ingress/istio-system/authorizationpolicy-allow-exposed-hosts.yaml'),
    change: push('spec.rules[0].to[0].operation.hosts', '*'),
  },
  {
    says: 'hosts turned to notHosts at the entry',
    row: 'S4-268',
    files: only('ingress/istio-system/authorizationpolicy-allow-exposed-hosts.yaml'),
    change: rename('spec.rules[0].to[0].operation.hosts', 'notHosts'),
  },
  {
    says: 'the load balancer past the gateway',
    row: 'S4-213',
    files: only('ingress/istio-system/ingress-public.yaml'),
    change: set('spec.rules[0].http.paths[0].backend.service.name', 'triptrip-api'),
  },
  {
    says: 'no firewall before the load balancer',
    row: 'S4-213',
    files: only('ingress/istio-system/ingress-public.yaml'),
    change: drop('metadata.annotations["alb.ingress.kubernetes.io/wafv2-acl-arn"]'),
  },
];
