import type { Family } from '../../rule.ts';
import { calleeOutlivesCaller } from './callee-outlives-caller.ts';
import { destinationRuleIdle } from './destination-rule-idle.ts';
import { destinationRulesConflict } from './destination-rules-conflict.ts';
import { destinationTls } from './destination-tls.ts';
import { egressGatewayUnused } from './egress-gateway-unused.ts';
import { envoyFilterIdle } from './envoy-filter-idle.ts';
import { faultLeftIn } from './fault-left-in.ts';
import { gatewayCertificateHosts } from './gateway-certificate-hosts.ts';
import { gatewaySelectsNoPods } from './gateway-selects-no-pods.ts';
import { gatewayServers } from './gateway-servers.ts';
import { http2Upgrade } from './http2-upgrade.ts';
import { injectionNotAsked } from './injection-not-asked.ts';
import { loadBalancerHealth } from './load-balancer-health.ts';
import { loadBalancerListeners } from './load-balancer-listeners.ts';
import { loadBalancerReadiness } from './load-balancer-readiness.ts';
import { localityFailover } from './locality-failover.ts';
import { meshBypassesRoute } from './mesh-bypasses-route.ts';
import { meshObjectsCompete } from './mesh-objects-compete.ts';
import { outsideHostUnknown } from './outside-host-unknown.ts';
import { peerAuthenticationPorts } from './peer-authentication-ports.ts';
import { portProtocols } from './port-protocols.ts';
import { proxyLifetime } from './proxy-lifetime.ts';
import { proxyPortTaken } from './proxy-port-taken.ts';
import { retriesExceedTimeout } from './retries-exceed-timeout.ts';
import { retryConditions } from './retry-conditions.ts';
import { routeCors } from './route-cors.ts';
import { routeDelegates } from './route-delegates.ts';
import { routeDestinationMissing } from './route-destination-missing.ts';
import { routeForm } from './route-form.ts';
import { routeGatewayMissing } from './route-gateway-missing.ts';
import { routeHostIdle } from './route-host-idle.ts';
import { routeHostNotAdmitted } from './route-host-not-admitted.ts';
import { routeNotSeen } from './route-not-seen.ts';
import { routePortMissing } from './route-port-missing.ts';
import { routeShadowed } from './route-shadowed.ts';
import { routeSubsetMissing } from './route-subset-missing.ts';
import { routeWeights } from './route-weights.ts';
import { routesConflict } from './routes-conflict.ts';
import { ruleNotSeen } from './rule-not-seen.ts';
import { runsAsProxy } from './runs-as-proxy.ts';
import { serviceEntryResolution } from './service-entry-resolution.ts';
import { sidecarHosts } from './sidecar-hosts.ts';
import { strictRefusesPlainCalls } from './strict-refuses-plain-calls.ts';
import { subsetSelectsNoPods } from './subset-selects-no-pods.ts';
import { telemetryIdle } from './telemetry-idle.ts';
import { tokenNotDemanded } from './token-not-demanded.ts';

/** The way of a request: gateways, routes, destinations, Services, pods, and Istio between them. */
export const traffic: Family = {
  name: 'traffic',
  about: 'The way of a request: gateways, routes, destinations, Services, pods, and Istio between them.',
  rules: [
    calleeOutlivesCaller,
    destinationRuleIdle,
    destinationRulesConflict,
    destinationTls,
    egressGatewayUnused,
    envoyFilterIdle,
    faultLeftIn,
    gatewayCertificateHosts,
    gatewaySelectsNoPods,
    gatewayServers,
    http2Upgrade,
    injectionNotAsked,
    loadBalancerHealth,
    loadBalancerListeners,
    loadBalancerReadiness,
    localityFailover,
    meshBypassesRoute,
    meshObjectsCompete,
    outsideHostUnknown,
    peerAuthenticationPorts,
    portProtocols,
    proxyLifetime,
    retriesExceedTimeout,
    retryConditions,
    routeCors,
    routeDelegates,
    routeDestinationMissing,
    routeForm,
    routeGatewayMissing,
    routeHostIdle,
    routeHostNotAdmitted,
    routeNotSeen,
    routePortMissing,
    routeShadowed,
    routeSubsetMissing,
    routeWeights,
    routesConflict,
    serviceEntryResolution,
    sidecarHosts,
    strictRefusesPlainCalls,
    subsetSelectsNoPods,
    telemetryIdle,
    tokenNotDemanded,
    proxyPortTaken,
    runsAsProxy,
    ruleNotSeen,
  ],
};
