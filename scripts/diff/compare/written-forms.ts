import { documentsOf } from '../../cluster-model/input/documents.ts';
import type { Item, Mapping } from '../change.ts';
import { typeOf } from './key.ts';
import { isMapping, mappingAt } from './value.ts';

/** One form for what can be written in several, by kind: the same host, the same cluster, the same share of requests. */
export function inOneForm(item: Item, object: Mapping): Mapping {
  switch (typeOf(item)) {
    case 'argoproj.io/Application':
      return withSpec(object, ofApplication);
    case 'argoproj.io/ApplicationSet':
      return withSpec(object, (spec) => {
        const template = mappingAt(spec, 'template');
        return { ...spec, template: { ...template, spec: ofApplication(mappingAt(template, 'spec')) } };
      });
    case 'networking.istio.io/DestinationRule':
      return withSpec(object, (spec) =>
        typeof spec.host === 'string' ? { ...spec, host: wholeHost(spec.host, item.namespace) } : spec,
      );
    case 'networking.istio.io/VirtualService':
      return withSpec(object, (spec) => withHosts(spec, item.namespace));
    case 'gateway.networking.k8s.io/HTTPRoute':
    case 'gateway.networking.k8s.io/GRPCRoute':
      return withSpec(object, withSoleBackends);
    default:
      return object;
  }
}

function withSpec(object: Mapping, change: (spec: Mapping) => Mapping): Mapping {
  return isMapping(object.spec) ? { ...object, spec: change(object.spec) } : object;
}

function ofApplication(spec: Mapping): Mapping {
  const { source, sources } = spec;
  return {
    ...spec,
    ...withOneDestination(spec),
    ...(isMapping(source) && { source: withOnePlace(source) }),
    ...(Array.isArray(sources) && {
      sources: sources.map((each: unknown) => (isMapping(each) ? withOnePlace(each) : each)),
    }),
  };
}

/** Argo CD reads a folder with and without a slash at its end, and a repository of Git with and without `.git`. */
function withOnePlace(source: Mapping): Mapping {
  const { path, repoURL, chart, helm } = source;
  return {
    ...source,
    ...(typeof path === 'string' && { path: path.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/+$/, '') }),
    ...(isMapping(helm) && { helm: withReadValues(helm) }),
    ...(typeof repoURL === 'string' && chart === undefined && { repoURL: repoURL.replace(/\.git$/, '') }),
  };
}

/** Values of a chart may be a text, which counts as what it says. */
function withReadValues(helm: Mapping): Mapping {
  const { values, ...rest } = helm;
  if (typeof values !== 'string' || isMapping(helm.valuesObject)) return helm;
  const { documents, unreadable } = documentsOf(values);
  const [document] = documents;
  return unreadable.length === 0 && isMapping(document?.value)
    ? { ...rest, valuesObject: document.value }
    : helm;
}

const OWN_CLUSTER = 'https://kubernetes.default.svc';

/** The cluster in which Argo CD runs has a name and an address. */
function withOneDestination(spec: Mapping): Mapping {
  const { destination } = spec;
  if (!isMapping(destination) || destination.name !== 'in-cluster') return {};
  const { name: _, ...rest } = destination;
  return { destination: { ...rest, server: OWN_CLUSTER } };
}

/** Istio completes a name without dots by the namespace of the object that has it. */
export function wholeHost(host: string, namespace: string | undefined): string {
  return host.includes('.') || host.includes('*') || host === ''
    ? host
    : `${host}.${namespace ?? 'default'}.svc.cluster.local`;
}

/** Every destination of a VirtualService, in whichever protocol. */
function withHosts(value: Mapping, namespace: string | undefined): Mapping {
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      name === 'hosts' ? each : within(name, each, namespace),
    ]),
  );
}

function within(name: string, value: unknown, namespace: string | undefined): unknown {
  if (Array.isArray(value)) return value.map((each) => within(name, each, namespace));
  if (!isMapping(value)) return value;
  if (/^(?:destination|mirror)$/.test(name) && typeof value.host === 'string')
    return { ...value, host: wholeHost(value.host, namespace) };
  return withHosts(value, namespace);
}

/** A backend that stands alone gets every request, whatever its weight; of several, each gets its share. */
function withSoleBackends(spec: Mapping): Mapping {
  const { rules } = spec;
  if (!Array.isArray(rules)) return spec;
  return {
    ...spec,
    rules: rules.map((rule: unknown) => {
      if (!isMapping(rule) || !Array.isArray(rule.backendRefs)) return rule;
      const weights = rule.backendRefs.map((each: unknown) => weightOf(each));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      if (sum === 0) return rule;
      return {
        ...rule,
        backendRefs: rule.backendRefs.map((each: unknown, index) =>
          isMapping(each) ? { ...each, weight: shareOf(weights[index] ?? 0, sum) } : each,
        ),
      };
    }),
  };
}

/** A backend without a weight has one of 1. */
export function weightOf(backend: unknown): number {
  const weight = isMapping(backend) ? backend.weight : undefined;
  return typeof weight === 'number' ? weight : 1;
}

/** In percent, as people say it. */
export function shareOf(weight: number, sum: number): number {
  return Math.round((weight / sum) * 10_000) / 100;
}
