import type { Audience } from '../kit/load-balancer/entry.ts';
import type { Pods } from '../kit/network/flows.ts';
import type { UserAgent } from '../workload/declaration/exposes.ts';

/** Something in the mesh that is reached from outside, through the gateway. */
export interface Exposure {
  readonly service: string;
  readonly namespace: string;
  readonly audience: Audience;
  /** The whole name, such as `api.triptrip.com`. */
  readonly host: string;
  /** Beginning of the path that belongs to the service. */
  readonly path: string;
  /** The browsers that it answers; left out: all those that no other service at this address answers. */
  readonly userAgent?: UserAgent;
  /** The pods behind it, and the port of their container. */
  readonly pods: Pods;
  readonly port: number;
}
