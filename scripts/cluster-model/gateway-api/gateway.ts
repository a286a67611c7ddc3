import { z } from 'zod';
import type { Found } from '../input/objects.ts';
import { readEach } from '../input/read-as.ts';
import { labels, listOf, maybe, metadata, portNumber } from '../objects/fields.ts';
import { type LabelSelector, labelSelector } from '../objects/selector.ts';

export const GATEWAY_API = 'gateway.networking.k8s.io';

const listener = z.looseObject({
  name: z.string(),
  port: portNumber,
  protocol: z.string(),
  hostname: maybe(z.string()),
  tls: maybe(z.looseObject({ mode: maybe(z.string()) })),
  allowedRoutes: maybe(
    z.looseObject({
      namespaces: maybe(z.looseObject({ from: maybe(z.string()), selector: maybe(labelSelector) })),
      kinds: listOf(z.looseObject({ kind: z.string() })),
    }),
  ),
});

const shape = z.looseObject({
  metadata,
  spec: z.looseObject({
    gatewayClassName: z.string(),
    listeners: listOf(listener),
    addresses: listOf(z.looseObject({ type: maybe(z.string()), value: maybe(z.string()) })),
    infrastructure: maybe(z.looseObject({ labels })),
  }),
});

const gatewayClass = z.looseObject({ metadata, spec: z.looseObject({ controllerName: z.string() }) });

/** A port at which a Gateway takes what some routes may send on. */
export interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname: string | undefined;
  readonly isPassedThrough: boolean;
  /** Namespaces of its routes. */
  readonly from: 'Same' | 'All' | LabelSelector;
  /** Kinds of its routes; none: all that its protocol can have. */
  readonly kinds: readonly string[];
}

/** A Gateway of the Gateway API. */
export interface ApiGateway {
  readonly namespace: string;
  readonly name: string;
  readonly className: string;
  /** Istio serves it, with pods of its own. */
  readonly isIstio: boolean;
  readonly listeners: readonly Listener[];
  /** Hosts of Services that stand for pods which somebody has written; without one, the controller makes pods. */
  readonly hosts: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly found: Found;
}

export function apiGatewaysOf(objects: readonly Found[], problems: string[]): readonly ApiGateway[] {
  const classes = new Map(
    readEach(gatewayClass, { kind: 'GatewayClass', apis: [GATEWAY_API] }, objects, problems).map(
      ({ name, value }) => [name, value.spec.controllerName],
    ),
  );
  const isIstio = (name: string) => (classes.get(name) ?? `${name}.io/`).startsWith('istio.io/');
  return readEach(shape, { kind: 'Gateway', apis: [GATEWAY_API] }, objects, problems).map(
    ({ found, value: { metadata: own, spec }, namespace, name }) => ({
      namespace,
      name,
      className: spec.gatewayClassName,
      isIstio: isIstio(spec.gatewayClassName),
      listeners: spec.listeners.map(({ allowedRoutes, tls, ...each }) => ({
        name: each.name,
        port: each.port,
        protocol: each.protocol,
        hostname: each.hostname,
        isPassedThrough: tls?.mode === 'Passthrough',
        from: fromOf(allowedRoutes?.namespaces),
        kinds: (allowedRoutes?.kinds ?? []).map(({ kind }) => kind),
      })),
      hosts: spec.addresses.flatMap(({ type, value }) => (type === 'Hostname' ? (value ?? []) : [])),
      labels: spec.infrastructure?.labels ?? {},
      annotations: own.annotations,
      found,
    }),
  );
}

function fromOf(
  given: { readonly from?: string | undefined; readonly selector?: LabelSelector | undefined } | undefined,
): Listener['from'] {
  if (given?.from === 'Selector' && given.selector !== undefined) return given.selector;
  return given?.from === 'All' ? 'All' : 'Same';
}
