import type { Cluster, Image } from '../clusters/index.ts';
import { ingress } from '../platform/components/istio/ingress.ts';
import { meshPolicies } from '../platform/components/istio/mesh-policies.ts';
import { namespaces } from '../platform/components/namespaces/namespaces.ts';
import type { ProductDeclaration } from '../platform/product/declaration.ts';
import { product } from '../platform/product/product.ts';
import { unitOf } from '../platform/unit/component.ts';
import type { Context, Unit } from '../platform/unit/unit.ts';
import { frozenFleet } from './fleet/frozen-fleet.ts';
import type { Json } from './manifest-reader.ts';
import { render } from './rendered-fleet.ts';

/** A cluster of the frozen fleet that stands under a product that only a test has. */
export interface Ground {
  /** Name of a cluster of the frozen fleet; default: prod-japan, in the mesh, with targets of type instance. */
  readonly cluster?: string;
  /** Changes what the cluster is, after the names below were added. */
  readonly change?: (cluster: Cluster) => Cluster;
  /** By the name of the image; each workload's is there by itself. */
  readonly images?: Readonly<Record<string, Image>>;
  /** What else is on the cluster, such as another product. */
  readonly beside?: readonly Unit[];
}

type Declaration = Partial<ProductDeclaration> & Pick<ProductDeclaration, 'workloads'>;

export const DIGEST = `sha256:${'ab'.repeat(32)}`;
export const CANARY_DIGEST = `sha256:${'cd'.repeat(32)}`;

/** An image with a canary that gets a share of the requests, in percent. */
export function canaryOf(weight: number): Image {
  const canary = { version: '1.1.0', digest: CANARY_DIGEST, weight };
  return { version: '1.0.0', digest: DIGEST, canary };
}

/**
 * The objects of a declared product on one cluster, with those that the platform makes for it: namespaces, mesh
 * policies and ingress. The cluster has the database `main`, the queues `jobs` and `mails`, the bucket `files`, the
 * external host `payment`, and a role for every workload.
 */
export function renderProduct(declaration: Declaration, ground: Ground = {}): readonly Json[] {
  const context = groundContext(declaration, ground);
  const here = context.units.filter(({ clusters }) => clusters.includes(context.cluster.name));
  return here.flatMap((unit) => render(unit, context));
}

/** The context in which `renderProduct` renders. */
export function groundContext(declaration: Declaration, ground: Ground = {}): Context {
  const { change = (cluster) => cluster, beside = [] } = ground;
  const whole: ProductDeclaration = {
    name: 'shop',
    clusters: [ground.cluster ?? 'prod-japan'],
    namespaces: [{ name: 'shop', mesh: true }],
    ...declaration,
  };
  const cluster = change(groundCluster(whole, ground));
  const fleet = { ...frozenFleet.fleet, clusters: [cluster] };
  return {
    cluster,
    fleet,
    units: [
      unitOf(namespaces, fleet),
      ...product(whole),
      ...beside,
      unitOf(meshPolicies, fleet),
      unitOf(ingress, fleet),
    ],
  };
}

function groundCluster({ name: product, workloads }: ProductDeclaration, ground: Ground): Cluster {
  const cluster = frozenFleet.clusterOf(ground.cluster ?? 'prod-japan');
  const { terraform } = cluster;
  const queue = (name: string) => ({
    url: `https://sqs.${terraform.region}.amazonaws.com/${terraform.accountId}/${name}`,
    arn: `arn:aws:sqs:${terraform.region}:${terraform.accountId}:${name}`,
    dlqUrl: undefined,
    dlqArn: undefined,
  });
  const roles = [...workloads.map(({ name }) => name), `${product}-secrets`];
  const images = workloads.map(({ name, image }) => [image ?? name, { version: '1.0.0', digest: DIGEST }]);
  return {
    ...cluster,
    images: { ...Object.fromEntries(images), ...ground.images },
    externalHosts: { payment: 'api.payment.example.com' },
    // Alone in its mesh; tests of the egress gateway and of linked clusters change that.
    egress: 'direct',
    linkedTo: [],
    terraform: {
      ...terraform,
      acmPcaArn: undefined,
      rdsCaBundle: undefined,
      s3EndpointCidrs: undefined,
      databases: {
        main: {
          engine: 'postgres',
          endpoint: 'main.database.example.com',
          readerEndpoint: undefined,
          port: 5432,
          name: 'shop',
        },
      },
      queues: { jobs: queue('jobs'), mails: queue('mails') },
      buckets: { files: { name: 'shop-files' } },
      irsaRoleArns: Object.fromEntries(
        roles.map((role) => [role, `arn:aws:iam::${terraform.accountId}:role/${role}`]),
      ),
    },
  };
}
