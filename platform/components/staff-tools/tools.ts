import type { Route, Rule } from '../../kit/load-balancer/application-load-balancer.ts';
import type { Pods } from '../../kit/network/flows.ts';
import type { Context } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import { argocdServer, argocdServerPods } from '../argocd/address.ts';
import { grafana, grafanaPods } from '../grafana/address.ts';
import { kiali, kialiPods } from '../kiali/address.ts';
import {
  alertmanagerPods,
  alertmanagerService,
  prometheusPods,
  prometheusService,
} from '../monitoring/address.ts';

/** A tool without a login of its own. A proxy in front of it asks the identity provider (S3-30). */
export interface GuardedTool {
  /** First label of its host. */
  readonly name: string;
  readonly pods: Pods;
  readonly port: number;
  /** The name inside the cluster that the proxy calls (S3-33). */
  readonly host: string;
}

/** A tool that logs its users in at the identity provider by itself (S3-30, S3-31). */
export interface SigningTool {
  /** First label of its host, and the unit that brings it. */
  readonly name: string;
  readonly pods: Pods;
  readonly port: number;
  readonly service: Rule['service'];
  readonly protocol: Route['protocol'];
  readonly healthPath: string;
}

/** The Services that the operator makes for all replicas together. */
export const guardedTools: readonly GuardedTool[] = [
  { ...alertmanagerService, pods: alertmanagerPods },
  { ...prometheusService, pods: prometheusPods },
];

/** Routes are made for those that are on the cluster. */
export const signingTools: readonly SigningTool[] = [
  {
    name: 'argocd',
    pods: argocdServerPods,
    port: argocdServer.containerPort,
    service: argocdServer,
    // The load balancer accepts any certificate.
    protocol: 'HTTPS',
    healthPath: '/healthz',
  },
  {
    name: grafana.name,
    pods: grafanaPods,
    port: grafana.containerPort,
    service: grafana,
    protocol: 'HTTP',
    healthPath: '/api/health',
  },
  {
    name: kiali.name,
    pods: kialiPods,
    port: kiali.port,
    service: kiali,
    protocol: 'HTTP',
    healthPath: '/healthz',
  },
];

/** The tools with a login of their own that are on the cluster. */
export function signingToolsOn({ cluster, units }: Context): readonly SigningTool[] {
  const here = unitsOn(cluster.name, units);
  return signingTools.filter((tool) => here.some(({ name }) => name === tool.name));
}
