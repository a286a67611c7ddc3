import type { Item, Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { podMetadataOf } from '../compare/pod-path.ts';
import { mappingAt, textAt, textsAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { connectionFields } from './connection-fields.ts';
import { type FieldRule, isEdit, judge, type Rule, said } from './rule.ts';

const STRENGTH: Readonly<Record<string, number>> = { DISABLE: 0, PERMISSIVE: 1, STRICT: 2 };
const AUTHENTICATION = 'security.istio.io/PeerAuthentication';
const ROOT = 'istio-system';

/** Whether calls have to be encrypted by the mesh. */
export const mutualTls: Rule = (change, trees) => {
  const item = change.after ?? change.before;
  if (item === undefined || typeOf(item) !== AUTHENTICATION) return [];
  const [old, now] = [modeOf(change.before, item, trees.before), modeOf(change.after, item, trees.after)];
  const ports = [...new Set([...portsOf(change.before), ...portsOf(change.after)])];
  const perPort = ports.flatMap((port) =>
    compare(portMode(change.before, port) ?? old, portMode(change.after, port) ?? now, ` at port ${port}`),
  );
  return [...compare(old, now, ''), ...perPort];
};

function compare(old: string, now: string, where: string): readonly Judgement[] {
  const [before, after] = [STRENGTH[old] ?? 1, STRENGTH[now] ?? 1];
  if (after < before)
    return [
      judge('security', `calls may come without the mesh's encryption and identity${where}: ${old} → ${now}`),
    ];
  if (after > before)
    return [judge('outage', `callers without a proxy are refused${where}: ${old} → ${now}`)];
  return [];
}

/** The mode that holds, where a policy that leaves it out, or is not there, takes that of its namespace or of the mesh. */
function modeOf(policy: Item | undefined, of: Item, tree: Surroundings): string {
  const own = textAt(policy?.value, 'spec.mtls.mode');
  if (own !== undefined && own !== 'UNSET') return own;
  const whole = (namespace: string) =>
    tree
      .inNamespace(of.cluster, namespace, 'PeerAuthentication')
      .filter(
        ({ name, value }) =>
          !(name === of.name && namespace === of.namespace) &&
          Object.keys(mappingAt(value, 'spec.selector')).length === 0,
      )
      .flatMap(({ value }) => textAt(value, 'spec.mtls.mode') ?? [])
      .find((mode) => mode !== 'UNSET');
  const isOfNamespace = Object.keys(mappingAt(of.value, 'spec.selector')).length === 0;
  return (isOfNamespace ? undefined : whole(of.namespace ?? ROOT)) ?? whole(ROOT) ?? 'PERMISSIVE';
}

function portsOf(policy: Item | undefined): readonly string[] {
  return Object.keys(mappingAt(policy?.value, 'spec.portLevelMtls'));
}

function portMode(policy: Item | undefined, port: string): string | undefined {
  const mode = textAt(policy?.value, `spec.portLevelMtls.${port}.mode`);
  return mode === 'UNSET' ? undefined : mode;
}

const TLS_WITHOUT = /^(?:DISABLE)$/;

export const meshFields: readonly FieldRule[] = [
  {
    types: /^networking\.istio\.io\/DestinationRule$/,
    shape: /trafficPolicy(?:\.portLevelSettings\[\])?(?:\.tls)?(?:\.mode)?$/,
    says: ({ before, after }) => {
      const mode = (value: unknown) =>
        typeof value === 'string' ? value : (textAt(value, 'tls.mode') ?? textAt(value, 'mode'));
      const [old, now] = [mode(before), mode(after)];
      if (old === now) return undefined;
      if (now !== undefined && TLS_WITHOUT.test(now))
        return judge('security', `calls go out without encryption: TLS ${said(old)} → ${now}`);
      if (old === 'ISTIO_MUTUAL' || old === 'MUTUAL')
        return judge(
          'security',
          `calls go out without the identity of the caller: TLS ${old} → ${said(now)}`,
        );
      return judge(
        'outage',
        `calls go out with another TLS than the callee may expect: ${said(old)} → ${said(now)}`,
      );
    },
  },
  ...connectionFields,
  {
    types: /^networking\.istio\.io\/DestinationRule$/,
    shape: /\.tls\.(?:insecureSkipVerify|caCertificates|credentialName|subjectAltNames|sni)\b/,
    says: ({ path, before, after }) =>
      judge('security', `what a callee has to prove changes: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: /^security\.istio\.io\/RequestAuthentication$/,
    shape: /^spec\.(?:jwtRules|selector)\b/,
    says: ({ path, before, after }) =>
      judge('security', `other tokens are taken for valid: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: /^networking\.istio\.io\/(?:EnvoyFilter|WasmPlugin)$/,
    shape: /^spec\b/,
    says: () => judge('outage', 'proxies are configured past Istio, which checks none of it'),
  },
  {
    types: /^networking\.istio\.io\/Sidecar$/,
    shape: /^spec\.outboundTrafficPolicy\b/,
    says: ({ before, after }) => {
      const mode = (value: unknown) => (typeof value === 'string' ? value : textAt(value, 'mode'));
      return mode(after) === 'ALLOW_ANY' || (after === undefined && mode(before) === 'REGISTRY_ONLY')
        ? judge('security', 'pods may call hosts that the mesh does not know')
        : judge('outage', 'calls to hosts that the mesh does not know are refused');
    },
  },
  {
    types: /^\/ConfigMap$/,
    shape: /^data\.mesh$/,
    says: ({ before, after }) => meshConfig(String(before), String(after)),
  },
  {
    types: /^helm\.sh\/HelmValues$/,
    shape: /(?:^|\.)trustDomain(?:Aliases)?$/,
    says: ({ path, before, after }) => trustDomain(path, before, after),
  },
  {
    types: /^helm\.sh\/HelmValues$/,
    shape: /outboundTrafficPolicy\.mode$/,
    says: ({ after }) =>
      after === 'ALLOW_ANY' || after === undefined
        ? judge('security', 'every pod of the mesh may call hosts that the mesh does not know')
        : judge('outage', 'calls to hosts that the mesh does not know are refused'),
  },
];

function trustDomain(path: string, before: unknown, after: unknown): Judgement {
  return judge(
    'outage',
    `every workload gets another identity (${path}: ${said(before)} → ${said(after)}): policies and meshes that name the old one refuse it`,
  );
}

function meshConfig(before: string, after: string): readonly Judgement[] {
  const value = (text: string, key: string) => new RegExp(`^\\s*${key}:\\s*(\\S+)`, 'm').exec(text)?.[1];
  const [old, now] = [before, after].map((text) => value(text, 'trustDomain'));
  return old === now
    ? [judge('outage', 'the configuration of the whole mesh changes, for every proxy')]
    : [trustDomain('trustDomain', old, now)];
}

/** Pods that leave the mesh, or a control plane for another one. */
export const membership: Rule = (change) => {
  if (!isEdit(change)) return [];
  const { before, after } = change;
  const isNamespace = typeOf(after) === '/Namespace';
  const [old, now] = [before, after].map((item) => {
    const metadata = isNamespace ? mappingAt(item.value, 'metadata') : podMetadataOf(item);
    return { ...textsAt(metadata, 'annotations'), ...textsAt(metadata, 'labels') };
  });
  if (old === undefined || now === undefined) return [];
  const who = isNamespace ? 'its pods' : 'they';
  if (isIn(old) === true && isIn(now) !== true)
    return [
      judge(
        'security',
        `${who} leave the mesh: no encryption, no identity, and no policy of it from their next start`,
      ),
    ];
  if (isIn(old) === false && isIn(now) === undefined && !isNamespace)
    return [judge('outage', 'a proxy may be put in, as their namespace says')];
  if (isIn(old) !== true && isIn(now) === true)
    return [judge('outage', `${who} join the mesh with their next start: its policies hold for them then`)];
  const [was, is] = [old['istio.io/rev'], now['istio.io/rev']];
  return was !== is
    ? [
        judge(
          'restart',
          `${who} get the proxy of another control plane when they restart: ${said(was)} → ${said(is)}`,
        ),
      ]
    : [];
};

function isIn(marks: Readonly<Record<string, string>>): boolean | undefined {
  const own = marks['sidecar.istio.io/inject'];
  if (own !== undefined) return own === 'true';
  const injection = marks['istio-injection'];
  if (injection !== undefined) return injection === 'enabled';
  const mode = marks['istio.io/dataplane-mode'];
  if (mode !== undefined) return mode !== 'none';
  return marks['istio.io/rev'] === undefined ? undefined : true;
}
