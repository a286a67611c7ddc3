/**
 * What proxies of a mesh let through, as the documentation of Istio says it, for one caller, one callee and one port at a
 * time: slow, short, and written without a look at the program that it judges.
 */

export interface MeshPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  /** A proxy stands beside it. */
  readonly isMeshed: boolean;
}

type Mode = 'STRICT' | 'PERMISSIVE' | 'DISABLE' | 'UNSET';

export interface RawPeerAuthentication {
  readonly namespace: string;
  readonly app?: string;
  readonly mode?: Mode;
  readonly ports?: Readonly<Record<string, Mode>>;
}

export interface RawSource {
  readonly principals?: readonly string[];
  readonly notPrincipals?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly notNamespaces?: readonly string[];
}

export interface RawRule {
  readonly from?: readonly RawSource[];
  readonly to?: readonly { readonly ports?: readonly string[]; readonly notPorts?: readonly string[] }[];
  readonly when?: readonly {
    readonly key: string;
    readonly values?: readonly string[];
    readonly notValues?: readonly string[];
  }[];
}

export interface RawAuthorization {
  readonly namespace: string;
  readonly app?: string;
  readonly action: 'ALLOW' | 'DENY';
  readonly rules: readonly RawRule[];
}

export interface RawService {
  readonly namespace: string;
  readonly name: string;
  readonly app: string;
  readonly port: number;
  readonly targetPort: number;
}

export interface RawSidecar {
  readonly namespace: string;
  readonly app?: string;
  readonly hosts: readonly string[];
  readonly registryOnly: boolean;
}

export interface RawDestinationRule {
  readonly namespace: string;
  readonly host: string;
  readonly mode: 'DISABLE' | 'ISTIO_MUTUAL' | 'SIMPLE';
}

export interface RawMesh {
  readonly authentications: readonly RawPeerAuthentication[];
  readonly authorizations: readonly RawAuthorization[];
  readonly services: readonly RawService[];
  readonly sidecars: readonly RawSidecar[];
  readonly rules: readonly RawDestinationRule[];
}

const ROOT = 'istio-system';

export function passesMesh(mesh: RawMesh, from: MeshPod, to: MeshPod, port: number): boolean {
  return mannersOf(mesh, from, to, port).some((manner) => arrives(mesh, from, to, port, manner));
}

type Manner = 'plain' | 'mutual' | 'automatic' | 'tls';

/** How the caller's proxy may send it; none where it does not. */
function mannersOf(mesh: RawMesh, from: MeshPod, to: MeshPod, port: number): readonly Manner[] {
  if (!from.isMeshed) return ['plain'];
  const leading = mesh.services.filter(
    ({ namespace, app, targetPort }) =>
      namespace === to.namespace && app === to.labels.app && targetPort === port,
  );
  const sidecar = sidecarOf(mesh, from);
  const known = leading.filter(
    (service) => sidecar === undefined || imports(sidecar, from.namespace, service),
  );
  if (known.length === 0) {
    if (sidecar?.registryOnly === true) return [];
    // A host that is left out is no host of the proxy's, and what has no host is sent by what the callee takes.
    return leading.length > 0 ? ['plain'] : ['automatic'];
  }
  return known.map((service) => mannerTo(mesh, from, service));
}

function sidecarOf({ sidecars }: RawMesh, { namespace, labels }: MeshPod): RawSidecar | undefined {
  const own = sidecars.filter((each) => each.namespace === namespace);
  return (
    own.find(({ app }) => app !== undefined && app === labels.app) ??
    own.find(({ app }) => app === undefined) ??
    sidecars.find((each) => each.namespace === ROOT && each.app === undefined)
  );
}

/** A dot is the caller's namespace, also in what is said for all of them. */
function imports({ hosts }: RawSidecar, home: string, { namespace, name }: RawService): boolean {
  return hosts.some((text) => {
    const [scope, host] = text.split('/');
    const inScope = scope === '*' || scope === namespace || (scope === '.' && home === namespace);
    return inScope && (host === '*' || host === `${name}.${namespace}.svc.cluster.local`);
  });
}

function mannerTo({ rules }: RawMesh, from: MeshPod, { namespace, name }: RawService): Manner {
  const host = `${name}.${namespace}.svc.cluster.local`;
  for (const home of [from.namespace, namespace, ROOT]) {
    const exact = rules.find((each) => each.namespace === home && each.host === host);
    const [wide] = rules
      .filter(
        (each) => each.namespace === home && each.host.startsWith('*') && host.endsWith(each.host.slice(1)),
      )
      .sort((one, other) => other.host.length - one.host.length);
    const rule = exact ?? wide;
    if (rule === undefined) continue;
    if (rule.mode === 'DISABLE') return 'plain';
    return rule.mode === 'SIMPLE' ? 'tls' : 'mutual';
  }
  return 'automatic';
}

function arrives(mesh: RawMesh, from: MeshPod, to: MeshPod, port: number, manner: Manner): boolean {
  if (!to.isMeshed) return manner !== 'mutual';
  const mode = modeAt(mesh, to, port);
  if (manner === 'mutual' && mode === 'DISABLE') return false;
  const hasIdentity = manner === 'mutual' || (manner === 'automatic' && mode !== 'DISABLE');
  if (mode === 'STRICT' && !hasIdentity) return false;
  const identity = hasIdentity ? from : undefined;
  const own = mesh.authorizations.filter(
    ({ namespace, app }) =>
      (namespace === ROOT || namespace === to.namespace) && (app === undefined || app === to.labels.app),
  );
  const isMatch = ({ rules }: RawAuthorization) => rules.some((rule) => matches(rule, identity, port));
  if (own.some((policy) => policy.action === 'DENY' && isMatch(policy))) return false;
  const allowing = own.filter(({ action }) => action === 'ALLOW');
  return allowing.length === 0 || allowing.some(isMatch);
}

function modeAt({ authentications }: RawMesh, to: MeshPod, port: number): Mode {
  const own = authentications.find(
    ({ namespace, app }) => namespace === to.namespace && app !== undefined && app === to.labels.app,
  );
  const said = own?.ports?.[port];
  if (said !== undefined && said !== 'UNSET') return said;
  const nearest = [
    own,
    authentications.find(({ namespace, app }) => namespace === to.namespace && app === undefined),
    authentications.find(({ namespace, app }) => namespace === ROOT && app === undefined),
  ];
  for (const each of nearest) if (each?.mode !== undefined && each.mode !== 'UNSET') return each.mode;
  return 'PERMISSIVE';
}

function matches({ from, to, when }: RawRule, caller: MeshPod | undefined, port: number): boolean {
  if (from !== undefined && from.length > 0 && !from.some((source) => isFrom(source, caller))) return false;
  if (to !== undefined && to.length > 0) {
    const isTo = to.some(
      ({ ports, notPorts }) =>
        (ports === undefined || ports.includes(String(port))) && notPorts?.includes(String(port)) !== true,
    );
    if (!isTo) return false;
  }
  for (const { key, values, notValues } of when ?? []) {
    if (key === 'destination.port') {
      if (values !== undefined && !values.includes(String(port))) return false;
      if (notValues?.includes(String(port))) return false;
    } else {
      const source = {
        ...(values && { namespaces: values }),
        ...(notValues && { notNamespaces: notValues }),
      };
      if (!isFrom(source, caller)) return false;
    }
  }
  return true;
}

function isFrom(source: RawSource, caller: MeshPod | undefined): boolean {
  const { principals, notPrincipals, namespaces, notNamespaces } = source;
  const principal =
    caller === undefined ? '' : `cluster.local/ns/${caller.namespace}/sa/${caller.serviceAccount}`;
  const fits = (text: string, pattern: string) => {
    if (text === '') return false;
    if (pattern === '*') return true;
    if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1));
    return pattern.startsWith('*') ? text.endsWith(pattern.slice(1)) : text === pattern;
  };
  const namespace = caller?.namespace ?? '';
  if (principals !== undefined && !principals.some((each) => fits(principal, each))) return false;
  if (notPrincipals?.some((each) => fits(principal, each))) return false;
  if (namespaces !== undefined && !namespaces.some((each) => fits(namespace, each))) return false;
  return notNamespaces?.some((each) => fits(namespace, each)) !== true;
}
