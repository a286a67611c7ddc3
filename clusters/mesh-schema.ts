import { z } from 'zod';
import { istioRevisions } from './istio-revisions.ts';
import { didYouMean } from './nearest-name.ts';
import { strictMap } from './strict-map.ts';
import { hostname, name, text } from './text-formats.ts';

const meshName = text(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  'a name of lower case letters, digits and hyphens',
);

const KNOWN = `one of the control planes whose istiod charts/pins.yaml pins: ${istioRevisions.join(', ')}`;

const revision = z.string({ error: KNOWN }).refine((one) => istioRevisions.includes(one), {
  error: ({ input }) => `${KNOWN}${didYouMean(String(input), istioRevisions)}`,
});

const namespaces = z.array(name, { error: 'a list of namespaces, such as [prod]' }).readonly().default([]);

/** Istio's identity on a cluster. Clusters of one mesh id trust each other's certificates by a common root. */
export const mesh = strictMap({
  /** `meshID`: the same on every cluster of one mesh. */
  id: meshName,
  /** `topology.istio.io/network`: its own on every cluster, as pods of two clusters reach each other by gateways only. */
  network: meshName,
  /** First part of every SPIFFE identity on the cluster: its own, so that a policy can tell the clusters apart. */
  trustDomain: hostname,
  /** Trust domains of the other clusters whose identities count as this cluster's own. */
  trustDomainAliases: z.array(hostname).readonly().default([]),
  /**
   * The control plane of all namespaces that are not moving. Stated on each cluster: with a default, a new version in the
   * list would move all of them at once.
   */
  revision,
  /** The control planes that stand on the cluster: two only during an upgrade. Left out: `revision` alone. */
  controlPlanes: z
    .array(revision, { error: 'a list of control planes, such as [1-30, 1-31]' })
    .min(1, { error: 'at least the control plane of revision' })
    .max(2, { error: 'at most two control planes: the one that goes and the one that comes' })
    .readonly()
    .optional(),
  /**
   * Namespaces on their way to the other control plane, in two changes: pods that are made anew before their namespace has
   * its new label get the old proxy again, and Argo CD applies the two at the same time.
   */
  moving: strictMap({
    /** Their label names the other control plane: pods that are made from now on get its proxy. */
    labelled: namespaces,
    /** Their pods are made anew. */
    restarted: namespaces,
  }).optional(),
  /** Whether Kiali draws the mesh (S3-59). It needs the label `request_protocol`, which is otherwise left out of all metrics. */
  kiali: z.boolean({ error: 'true or false' }).default(false),
});
