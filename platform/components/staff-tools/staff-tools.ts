import { PodMonitor } from '@cdk8s/prometheus-operator';
import type { Chart } from 'cdk8s';
import { ownerLabels } from '../../kit/labels.ts';
import type { EntryRoute } from '../../kit/load-balancer/application-load-balancer.ts';
import { hasStaffEntry, staffEntryOf } from '../../kit/load-balancer/entry.ts';
import { add } from '../../kit/manifest.ts';
import { loadBalancers, pods, publicHttps } from '../../kit/network/flows.ts';
import { allow } from '../../kit/network/network-policy.ts';
import { ownLabels, ownSelector } from '../../kit/node-agent.ts';
import { addSecretStore } from '../../kit/secrets/secret-store.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import type { Context } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { exposuresOf } from '../../workload/graph/exposures.ts';
import { toolHost } from './address.ts';
import { addSignInSecret } from './argocd-client.ts';
import { addProxy, PROXY_NAMESPACE, PROXY_STORE, proxyName, proxyPorts } from './proxy.ts';
import { type GuardedTool, guardedTools, type SigningTool, signingToolsOn } from './tools.ts';

const labels = ownerLabels('platform');

/**
 * The tools outside the mesh that staff reach through their load balancer (S3-28 to S3-31): by its own rules,
 * without a controller in between, since the Nginx one is no longer maintained. Tools with a login are its targets
 * themselves, the others are behind a proxy.
 *
 * Targets are pods on every cluster. A port of every node would let in whoever reaches a node; so only the load
 * balancer's subnets come in.
 */
export const staffTools = component({
  name: 'staff-tools',
  namespace: PROXY_NAMESPACE,
  declares: restrictedNamespace(PROXY_NAMESPACE),
  wave: waves.workloads,
  on: hasStaffEntry,
  pods: ({ cluster }) =>
    guardedTools.map((tool) => ({
      name: proxyName(tool),
      labels: ownSelector(proxyName(tool)),
      ingress: [loadBalancers(cluster, proxyPorts.http)],
      // The identity provider, and the tool.
      egress: [publicHttps(), pods(tool.pods, tool.port)],
      metrics: [proxyPorts.metrics],
    })),
  routes: (context) => [
    ...guardedTools.map((tool) => routeToProxy(tool, context)),
    ...signingToolsOn(context).map((tool) => routeToTool(tool, context)),
  ],
  objects: (chart, context) => {
    assertHostsAreFree(context);
    addSecretStore(chart, context.cluster, {
      name: PROXY_STORE,
      namespace: PROXY_NAMESPACE,
      labels,
      reader: PROXY_STORE,
    });
    addGuardedTools(chart, context);
    addSigningTools(chart, context);
    addSignInSecret(chart, context.cluster);
  },
});

function routeToProxy(tool: GuardedTool, { cluster }: Context): EntryRoute {
  return {
    entry: staffEntryOf(cluster),
    name: tool.name,
    namespace: PROXY_NAMESPACE,
    labels,
    rules: [{ host: toolHost(tool.name, cluster), service: { name: proxyName(tool), port: 80 } }],
    targetType: 'ip',
    protocol: 'HTTP',
    healthCheck: { path: '/ping', port: proxyPorts.http },
  };
}

function routeToTool(tool: SigningTool, { cluster }: Context): EntryRoute {
  const { name, pods: selected, port, service, protocol, healthPath } = tool;
  return {
    entry: staffEntryOf(cluster),
    name,
    namespace: selected.namespace,
    labels,
    rules: [{ host: toolHost(name, cluster), service }],
    targetType: 'ip',
    protocol,
    healthCheck: { path: healthPath, port, ...(protocol === 'HTTPS' && { protocol }) },
  };
}

function addGuardedTools(chart: Chart, { cluster }: Context): void {
  for (const tool of guardedTools) {
    const name = proxyName(tool);
    addProxy(chart, cluster, tool);
    allow(chart, {
      name: `allow-${name}`,
      pods: tool.pods,
      labels,
      ingress: [pods({ namespace: PROXY_NAMESPACE, labels: ownSelector(name) }, tool.port)],
    });
    add(chart, PodMonitor, {
      metadata: { name, namespace: PROXY_NAMESPACE, labels: ownLabels(name) },
      spec: {
        selector: { matchLabels: ownSelector(name) },
        podMetricsEndpoints: [{ port: 'metrics', interval: '30s' }],
      },
    });
  }
}

function addSigningTools(chart: Chart, context: Context): void {
  for (const { name, pods: selected, port } of signingToolsOn(context)) {
    allow(chart, {
      name: `allow-load-balancer-to-${name}`,
      pods: selected,
      labels,
      ingress: [loadBalancers(context.cluster, port)],
    });
  }
}

/** A host on two load balancers is reached through one of them only, and Route 53 decides which. */
function assertHostsAreFree(context: Context): void {
  const tools = [...guardedTools, ...signingToolsOn(context)];
  for (const { service, host } of exposuresOf(context)) {
    const tool = tools.find(({ name }) => toolHost(name, context.cluster) === host);
    if (tool === undefined) continue;
    throw new Error(
      `${service} is exposed at ${host} on ${context.cluster.name}, which is the host of staff's ${tool.name}. Give it another host.`,
    );
  }
}
