import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import type { Item, Judgement } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { at, listAt, textAt, textsAt } from '../compare/value.ts';
import { weightOf, wholeHost } from '../compare/written-forms.ts';
import type { Surroundings } from '../surroundings.ts';
import { labelsOfPods, WORKLOADS } from './pods.ts';
import { isEdit, judge, type Rule } from './rule.ts';

const ROUTE = /^(?:networking\.istio\.io\/VirtualService|gateway\.networking\.k8s\.io\/\w+Route)$/;

/** Routes of which every request goes to a Service that has no pods, or that the tree does not have. */
export const emptyBackends: Rule = (change, trees): readonly Judgement[] => {
  if (!isEdit(change) || !ROUTE.test(typeOf(change.after))) return [];
  const known = emptyIn(change.before, trees.before);
  return emptyIn(change.after, trees.after)
    .filter((text) => !known.includes(text))
    .map((text) => judge('outage', text));
};

function emptyIn(route: Item, tree: Surroundings): readonly string[] {
  const rules = ['http', 'tcp', 'tls', 'rules'].flatMap((name) => listAt(route.value, `spec.${name}`));
  return rules.flatMap((rule) => {
    const all = [...listAt(rule, 'route'), ...listAt(rule, 'backendRefs')];
    const used = all.filter((each) => all.length === 1 || isUsed(each));
    const services = used.map((each) => serviceOf(each, route, tree));
    if (services.length === 0 || !services.every((found) => found?.isEmpty === true)) return [];
    return [
      `every request of a rule goes to ${[...new Set(services.map((found) => found?.text))].join(' and ')}`,
    ];
  });
}

function isUsed(backend: unknown): boolean {
  return at(backend, 'destination') === undefined
    ? weightOf(backend) > 0
    : Number(at(backend, 'weight') ?? 0) > 0;
}

/** Undefined where nobody can say it: another kind of backend, a host outside, or a namespace of which the tree has no pods. */
function serviceOf(
  backend: unknown,
  route: Item,
  tree: Surroundings,
): { readonly isEmpty: boolean; readonly text: string } | undefined {
  if (
    (textAt(backend, 'kind') ??
      byDefault('gateway.networking.k8s.io/HTTPRoute', 'spec.rules[].backendRefs[].kind')) !== 'Service'
  )
    return undefined;
  const host = textAt(backend, 'destination.host');
  const [name = '', namespace = ''] =
    host === undefined
      ? [textAt(backend, 'name'), textAt(backend, 'namespace') ?? route.namespace]
      : (/^([^.]+)\.([^.]+)\.svc(?:\.|$)/.exec(wholeHost(host, route.namespace))?.slice(1) ?? []);
  const workloads = tree.inNamespace(route.cluster, namespace, ...WORKLOADS);
  if (name === '' || workloads.length === 0) return undefined;
  const service = tree.inNamespace(route.cluster, namespace, 'Service').find((each) => each.name === name);
  if (service === undefined)
    return { isEmpty: true, text: `Service ${namespace}/${name}, which is not in the tree` };
  const selector = Object.entries(textsAt(service.value, 'spec.selector'));
  const isEmpty =
    selector.length > 0 &&
    !workloads.some((item) => selector.every(([key, value]) => labelsOfPods(item)[key] === value));
  return { isEmpty, text: `${titleOf(service)}, which has no pods` };
}
