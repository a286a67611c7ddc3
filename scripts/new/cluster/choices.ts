import { type Document, isScalar, parseDocument, visit } from 'yaml';
import type { Cluster } from '../../../clusters/index.ts';
import type { WantedCluster } from './wanted.ts';

/** What stands only in the neighbour's file: whom it is linked with, whom it takes over, who is paged for it. */
const OWN = [
  ['linkedTo'],
  ['takesOver'],
  ['incidentIo'],
  ['mesh', 'trustDomainAliases'],
  ['mesh', 'controlPlanes'],
  ['mesh', 'moving'],
] as const;

/**
 * The text of `cluster.yaml`: the neighbour's with its comments, and what has to differ.
 *
 * @param version of Kubernetes, as Terraform has printed it
 */
export function choicesText(
  text: string,
  { name, environment, domain, hub, linkedTo, alertSource, heartbeat, ...wanted }: WantedCluster,
  neighbour: Cluster,
  { linked, version }: { readonly linked: readonly Cluster[]; readonly version: string | undefined },
): string {
  const document: Document = parseDocument(text);
  for (const path of OWN) if (document.hasIn(path)) document.deleteIn(path);
  if (environment === 'production') document.delete('chaosEngineering');
  replaceDomain(document, neighbour.domain, domain);
  setScalar(document, ['name'], name);
  setScalar(document, ['environment'], environment);
  setScalar(document, ['domain'], domain);
  if (version !== undefined) setScalar(document, ['kubernetesVersion'], version);
  if (hub !== '' && hub !== name) setScalar(document, ['hub'], hub);
  else document.delete('hub');
  if (document.has('mesh')) {
    const [first] = linked;
    setScalar(document, ['mesh', 'id'], first?.mesh?.id ?? name);
    setScalar(document, ['mesh', 'network'], name);
    setScalar(document, ['mesh', 'trustDomain'], trustDomainOf({ domain, trustDomain: wanted.trustDomain }));
    const aliases = linked.flatMap(({ mesh }) => mesh?.trustDomain ?? []);
    if (aliases.length > 0) document.setIn(['mesh', 'trustDomainAliases'], document.createNode(aliases));
  }
  if (linkedTo.length > 0) document.set('linkedTo', document.createNode([...linkedTo]));
  if (alertSource !== '' || heartbeat !== '')
    document.set('incidentIo', document.createNode({ alertSource, heartbeat }));
  return document.toString({ lineWidth: 0 });
}

/** The trust domain of its mesh. */
function trustDomainOf({ domain, trustDomain }: Pick<WantedCluster, 'domain' | 'trustDomain'>): string {
  return trustDomain || `mesh.${domain}`;
}

/** The text of the `cluster.yaml` of a cluster that a new one joins. */
export function linkedText(text: string, wanted: WantedCluster): string {
  const document: Document = parseDocument(text);
  append(document, ['linkedTo'], wanted.name);
  append(document, ['mesh', 'trustDomainAliases'], trustDomainOf(wanted));
  return document.toString({ lineWidth: 0 });
}

function append(document: Document, path: readonly string[], value: string): void {
  if (document.hasIn(path)) document.addIn(path, value);
  else document.setIn(path, document.createNode([value]));
}

/** Addresses below the neighbour's domain are below the own one: those of its customers' tokens, and what else there is. */
function replaceDomain(document: Document, from: string, to: string): void {
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value !== 'string') return;
      const host = new RegExp(`(?<![\\w-])${from.replaceAll('.', '\\.')}(?![\\w.-])`, 'g');
      if (scalar.value !== from) scalar.value = scalar.value.replaceAll(host, to);
    },
  });
}

/** A value that is there keeps its quotes and the comment behind it. */
function setScalar(document: Document, path: readonly string[], value: string): void {
  const known = document.getIn(path, true);
  if (isScalar(known)) known.value = value;
  else document.setIn(path, value);
}
