import { z } from 'zod';
import { strictMap } from './strict-map.ts';
import { hostname, kubernetesVersion, name, text } from './text-formats.ts';

const meshName = text(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  'a name of lower case letters, digits and hyphens',
);

const share = 'a number from 0 to 100 (percent)';
const time = text(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day in quotes, such as "08:00"');
const weekday = '(Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const factor = 'a number above 0, at most 10, such as 1 or 0.5';

/** Istio's identity on a cluster. Clusters of one mesh id trust each other's certificates by a common root. */
const mesh = strictMap({
  /** `meshID`: the same on every cluster of one mesh. */
  id: meshName,
  /** `topology.istio.io/network`: its own on every cluster, as pods of two clusters reach each other by gateways only. */
  network: meshName,
  /** First part of every SPIFFE identity on the cluster: its own, so that a policy can tell the clusters apart. */
  trustDomain: hostname,
  /** Trust domains of the other clusters whose identities count as this cluster's own. */
  trustDomainAliases: z.array(hostname).readonly().default([]),
});

/** `cluster.yaml`: what people choose for a cluster. What AWS decides comes from `terraform.json`. */
export const clusterSchema = strictMap({
  /** Same as the folder. */
  name,
  environment: z.enum(['production', 'staging', 'development']),
  /** The cluster whose Argo CD manages this one. Left out: itself, so that no other cluster is needed to recover it. */
  hub: name.optional(),
  kubernetesVersion,
  /** Multiplies the smallest and largest replica count of every service. */
  replicaFactor: z.number({ error: factor }).positive({ error: factor }).max(10, { error: factor }),
  nodeScaler: z.enum(['karpenter', 'cluster-autoscaler']),
  /** Services are exposed as `<host>.<domain>`. */
  domain: hostname,
  ingress: strictMap({
    /** Of the load balancer's targets: `ip` is the pod, `instance` a NodePort of every node. */
    targetType: z.enum(['ip', 'instance']),
  }),
  /** Left out: the cluster has no Istio. */
  mesh: mesh.optional(),
  tracing: strictMap({
    /** Share of requests whose trace is kept, in percent. */
    samplingPercentage: z.number({ error: share }).min(0, { error: share }).max(100, { error: share }),
  }),
  /** Clusters whose networks are joined with this one's by peering or a transit gateway. */
  linkedTo: z.array(name).readonly().default([]),
  /**
   * When people use the cluster. Outside of it every workload that runs all the time has no pod, and the nodes follow
   * (S2-114, S2-115). Left out: always.
   */
  officeHours: strictMap({
    timeZone: text(
      /^[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z_]+)*$/,
      'a time zone of the IANA list, such as Asia/Tokyo',
    ),
    days: text(new RegExp(`^${weekday}-${weekday}$`), 'the first and the last day, such as Mon-Fri'),
    from: time,
    to: time,
  }).optional(),
  /** Whether Chaos Mesh and the experiments of the products are there (S2-28). Never on production. */
  chaosEngineering: z.boolean({ error: 'true or false' }).default(false),
  /** Hosts outside AWS that workloads call, by the name that a service's `calls` gives them. */
  externalHosts: z.record(name, hostname).readonly().default({}),
});

/** The parsed `cluster.yaml`. */
export type ClusterChoices = Readonly<z.infer<typeof clusterSchema>>;
