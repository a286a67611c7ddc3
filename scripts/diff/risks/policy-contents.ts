import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import type { Item } from '../change.ts';
import { at, isMapping, listAt, mappingAt, textAt } from '../compare/value.ts';

/** Values by field; one of each has to fit. */
export type Lists = Readonly<Record<string, readonly string[]>>;

/** A rule of a policy. */
export interface PolicyRule {
  /** Of a NetworkPolicy. */
  readonly direction?: 'ingress' | 'egress';
  /** Peers, operations, ports and conditions: of each of them one has to fit, and where there is none, everything does. */
  readonly sections: Readonly<Record<string, readonly Lists[]>>;
}

/** The rules of a policy, each list of them as it was written. */
export function policyRules({ kind, value }: Item): readonly PolicyRule[] {
  return kind === 'NetworkPolicy'
    ? (['ingress', 'egress'] as const).flatMap((direction) => networkRules(value, direction))
    : listAt(value, 'spec.rules').map(meshRule);
}

export function networkRules(value: unknown, direction: 'ingress' | 'egress'): readonly PolicyRule[] {
  return listAt(value, `spec.${direction}`).map((rule) => {
    const peers = listAt(rule, direction === 'ingress' ? 'from' : 'to').map(peerOf);
    const ports = listAt(rule, 'ports').map((port): Lists => ({ port: [portText(port)] }));
    return { direction, sections: { peers, ports } };
  });
}

export function meshRule(rule: unknown): PolicyRule {
  const from = listAt(rule, 'from').map((each) => listsOf(at(each, 'source')));
  const to = listAt(rule, 'to').map((each) => listsOf(at(each, 'operation')));
  const when = conditionsOf(listAt(rule, 'when'));
  return { sections: { from, to, when: Object.keys(when).length === 0 ? [] : [when] } };
}

/** Conditions, all of which have to fit; two of one key do so by themselves. */
function conditionsOf(when: readonly unknown[]): Lists {
  const found: Record<string, readonly string[]> = {};
  for (const condition of when) {
    const key = textAt(condition, 'key') ?? '';
    for (const [field, list] of [
      [key, 'values'],
      [`not ${key}`, 'notValues'],
    ] as const) {
      const values = listAt(condition, list).map(text);
      if (values.length === 0) continue;
      if (field in found) found[text(condition)] = [''];
      else found[field] = values;
    }
  }
  return found;
}

function peerOf(peer: unknown): Lists {
  const block = at(peer, 'ipBlock');
  if (isMapping(block)) {
    const except = listAt(block, 'except').map(String);
    return { is: ['address'], cidr: [String(block.cidr)], ...(except.length > 0 && { notCidr: except }) };
  }
  const namespaces = at(peer, 'namespaceSelector');
  return {
    is: ['pod'],
    ...(namespaces === undefined ? { ofOwnNamespace: [''] } : selected('namespace', namespaces)),
    ...selected('pod', at(peer, 'podSelector')),
  };
}

function selected(of: string, selector: unknown): Lists {
  const labels = Object.entries(mappingAt(selector, 'matchLabels'));
  const expressions = listAt(selector, 'matchExpressions').map((each): [string, readonly string[]] => {
    const [key, operator] = [textAt(each, 'key'), textAt(each, 'operator')];
    if (operator === 'In') return [`${of} ${key}`, listAt(each, 'values').map(String)];
    return operator === 'Exists' ? [`${of} ${key}`, ['*']] : [`${of} ${text(each)}`, ['']];
  });
  return Object.fromEntries([
    ...labels.map(([key, value]): [string, readonly string[]] => [`${of} ${key}`, [String(value)]]),
    ...expressions,
  ]);
}

function listsOf(value: unknown): Lists {
  if (!isMapping(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([key, each]): [string, readonly string[]] => [
      key,
      Array.isArray(each) ? each.map(text) : [text(each)],
    ]),
  );
}

function portText(port: unknown): string {
  if (!isMapping(port)) return text(port);
  const {
    protocol = byDefault('networking.k8s.io/NetworkPolicy', 'spec.ingress[].ports[].protocol'),
    port: number,
    endPort,
  } = port;
  return number === undefined
    ? `${String(protocol)}/*`
    : `${String(protocol)}/${String(number)}-${String(endPort ?? number)}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
