import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Client } from '../api-servers/client.ts';
import { podsOf } from '../scheduling/cluster-state.ts';
import type { NodesOnDemand } from '../scheduling/nodes-on-demand.ts';
import { makeVolumes } from '../scheduling/volumes.ts';

const ROUND = 700;

const NOW = '2026-01-01T00:00:00Z';
const condition = (type: string) => ({
  type,
  status: 'True',
  reason: 'StandIn',
  message: 'its controller is not here',
  lastTransitionTime: NOW,
});
const READY = { conditions: [condition('Ready')] };
const BALANCED = { loadBalancer: { ingress: [{ hostname: 'balancer.example.com' }] } };

/** What controllers that are not here would say of their objects once they are well; Argo CD waits for it. */
const STATUSES: Readonly<Record<string, object>> = {
  '/apis/autoscaling/v2/horizontalpodautoscalers': {
    currentReplicas: 1,
    desiredReplicas: 1,
    conditions: [condition('AbleToScale'), condition('ScalingActive')],
  },
  '/apis/networking.k8s.io/v1/ingresses': BALANCED,
  '/apis/external-secrets.io/v1/externalsecrets': READY,
  '/apis/external-secrets.io/v1/secretstores': READY,
  '/apis/external-secrets.io/v1/clustersecretstores': READY,
  '/apis/cert-manager.io/v1/certificates': READY,
  '/apis/cert-manager.io/v1/issuers': READY,
  '/apis/cert-manager.io/v1/clusterissuers': READY,
  '/apis/awspca.cert-manager.io/v1beta1/awspcaclusterissuers': READY,
  '/apis/awspca.cert-manager.io/v1beta1/awspcaissuers': READY,
  '/apis/keda.sh/v1alpha1/scaledobjects': { conditions: [condition('Ready'), condition('Active')] },
  '/apis/keda.sh/v1alpha1/scaledjobs': { conditions: [condition('Ready')] },
  '/apis/karpenter.sh/v1/nodepools': READY,
  '/apis/karpenter.k8s.aws/v1/ec2nodeclasses': READY,
};
const SERVICES = '/api/v1/services';

const list = z.looseObject({
  items: z.array(
    z.looseObject({
      metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
      spec: z.looseObject({ type: z.string().optional() }).optional(),
      status: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

/** Nodes, volumes and the controllers that are not here, at work until they are stopped. */
export class StandIns {
  #stopped = false;
  readonly #work: Promise<void>;

  constructor(
    private readonly client: Client,
    private readonly nodes: NodesOnDemand,
  ) {
    this.#work = this.#go();
    // Whoever waits for the cluster hears of it in `stop`.
    this.#work.catch(() => {});
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#work;
  }

  async #go(): Promise<void> {
    while (!this.#stopped) {
      await makeVolumes(this.client, this.nodes.zones);
      await this.nodes.grow(await podsOf(this.client));
      for (const [path, status] of Object.entries(STATUSES)) await this.#say(path, status);
      await this.#say(SERVICES, BALANCED, (type) => type === 'LoadBalancer');
      await wait(ROUND);
    }
  }

  async #say(path: string, status: object, concerns: (type: string | undefined) => boolean = () => true) {
    const found = await this.client.get(path);
    if (found === undefined) return;
    const root = path.slice(0, path.lastIndexOf('/'));
    const resource = path.slice(root.length + 1);
    for (const { metadata, spec, status: said } of list.parse(found).items) {
      if (!concerns(spec?.type) || isSaid(said, status)) continue;
      const namespace = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
      await this.client.patchStatus(`${root}${namespace}/${resource}/${metadata.name}`, status);
    }
  }
}

function isSaid(said: Readonly<Record<string, unknown>> | undefined, status: object): boolean {
  return Object.entries(status).every(([field, value]) => {
    const known = said?.[field];
    return typeof value === 'object' && value !== null
      ? known !== undefined && JSON.stringify(known) !== '{}'
      : known !== undefined;
  });
}
