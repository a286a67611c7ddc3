import { z } from 'zod';
import { at } from '../../../manifest-reader.ts';
import { type Kubectl, kubectlOf, type Target } from '../kubectl.ts';
import { isPlaceholder } from '../options.ts';
import { block, type Rule } from '../rule.ts';
import { clusters, clustersOf, objectsOn } from '../tree.ts';

/** What the API server is asked for, by verb of kubectl: a verb, and a part of the object. */
const ASKS: Readonly<Record<string, readonly [string, string?]>> = {
  annotate: ['patch'],
  cordon: ['patch'],
  debug: ['patch', 'ephemeralcontainers'],
  delete: ['delete'],
  describe: ['get'],
  drain: ['patch'],
  edit: ['patch'],
  exec: ['create', 'exec'],
  get: ['get'],
  label: ['patch'],
  logs: ['get', 'log'],
  patch: ['patch'],
  'port-forward': ['create', 'portforward'],
  'rollout restart': ['patch'],
  'rollout status': ['get'],
  'rollout undo': ['patch'],
  scale: ['patch', 'scale'],
  'set image': ['patch'],
  uncordon: ['patch'],
  wait: ['get'],
};

/** Whoever may do everything for an hour: nobody's right from day to day. */
const BREAK_GLASS = /\.cluster-admin$/;

/** A page that needs that door says so. */
const SAYS_SO = /break the glass|access\.md#break-the-glass/i;

const rules = z.array(
  z.looseObject({ resources: z.array(z.string()).default([]), verbs: z.array(z.string()) }),
);

export const kubectlRights: Rule = {
  program: 'kubectl',
  breaks: '“Forbidden”: no group of people has the right, or only the one that nobody is in.',
  judge: (command) => {
    const given = kubectlOf(command);
    const [verb, part] = ASKS[given.verb] ?? [];
    if (SAYS_SO.test(command.around) || command.section === FIRST_DAY) return [];
    if (WRITES_ALL.has(given.verb))
      return [`no group may write every kind, and a dry run asks for the same right: ${INSTEAD}`];
    if (verb === undefined) return [];
    const targets = ['cordon', 'uncordon', 'drain'].includes(given.verb) ? [NODE] : given.targets;
    const wanted = targets.map((target) => resourceOf(target, part));
    const here = clustersOf(given.context).filter((cluster) =>
      objectsOn(cluster).some(({ unit }) => unit === 'access'),
    );
    return here.length === 0
      ? []
      : wanted
          .filter((resource) => !here.some((cluster) => allowed(cluster, given, resource, verb)))
          .map(
            (resource) =>
              `no group may ${verb} ${resource} in ${given.namespace ?? 'the cluster'} from day to day: ${INSTEAD}`,
          );
  },
  cases: {
    fails: clusters
      .slice(0, 1)
      .flatMap((cluster) => [
        block(`kubectl --context ${cluster} --namespace argocd get secret/any`),
        block(`kubectl --context ${cluster} delete namespace/any`),
        block(`kubectl --context ${cluster} diff --server-side --force-conflicts -R -f dist/${cluster}`),
        block(`kubectl --context ${cluster} --namespace monitoring exec $POD -- id`),
      ]),
    passes: clusters
      .slice(0, 1)
      .flatMap((cluster) => [
        block(`kubectl --context ${cluster} get nodes`),
        block(`kubectl --context ${cluster} cordon $NODE`),
        block(`kubectl --context ${cluster} --namespace $NAMESPACE rollout restart deployment/$UNIT`),
        `${block(`kubectl --context ${cluster} delete namespace/any`)}\nFor this, break the glass.\n`,
      ]),
  },
};

/** Verbs that take whole folders, of every kind. */
const WRITES_ALL: ReadonlySet<string> = new Set(['apply', 'diff', 'replace']);

/** Before there is anybody but who made the cluster. */
const FIRST_DAY = 'The first Argo CD';

const INSTEAD = 'say “break the glass” (access.md)';

const NODE: Target = { kind: 'node', name: undefined };

/** The resource of the API for a kind, as far as plurals go. */
function resourceOf({ kind }: Target, part: string | undefined): string {
  // kubectl reaches a pod through what owns it.
  const of = part !== undefined && part !== 'scale' ? 'pod' : kind;
  const plural = /(?:s|x|ch|us)$/.test(of)
    ? `${of}es`
    : of.endsWith('y')
      ? `${of.slice(0, -1)}ies`
      : `${of}s`;
  const known = of === 'endpoints' ? of : plural;
  return part === undefined ? known : `${known}/${part}`;
}

/** What is asked for: kubectl reads the category `constraints` as every kind of them, each under its own name. */
function asked(cluster: string, resource: string): readonly string[] {
  if (resource !== 'constraints') return [resource];
  const kinds = objectsOn(cluster).filter(({ json }) =>
    json.apiVersion.startsWith('constraints.gatekeeper.sh/'),
  );
  return [...new Set(kinds.map(({ kind }) => kind.toLowerCase()))];
}

/** Whether a binding of the cluster, or of the namespace, gives the right to a group of people. */
function allowed(cluster: string, { namespace }: Kubectl, resource: string, verb: string): boolean {
  const own = objectsOn(cluster).filter(({ unit }) => unit === 'access');
  const anywhere = namespace === undefined || isPlaceholder(namespace);
  return own
    .filter(({ kind, name }) => kind.endsWith('RoleBinding') && kind !== 'Role' && !BREAK_GLASS.test(name))
    .filter((binding) => binding.namespace === '' || anywhere || binding.namespace === namespace)
    .some(({ json }) => {
      const role = own.find(({ kind, name }) => kind === 'ClusterRole' && name === at(json, 'roleRef.name'));
      return (rules.safeParse(at(role?.json, 'rules')).data ?? []).some(
        ({ resources, verbs }) =>
          verbs.includes(verb) && asked(cluster, resource).every((one) => resources.includes(one)),
      );
    });
}
