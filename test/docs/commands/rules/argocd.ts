import { z } from 'zod';
import { at } from '../../../manifest-reader.ts';
import type { Command } from '../documents.ts';
import { argumentsOf, isPlaceholder, optionOf } from '../options.ts';
import { block, type Rule } from '../rule.ts';
import { some } from '../samples.ts';
import { clusters, objectsOn, type Placed, valuesOf } from '../tree.ts';

/** What Argo CD's server asks for before it does what a command says: resource and action of its RBAC. */
const RIGHTS: Readonly<Record<string, string>> = {
  'app actions list': 'applications get',
  'app actions run': 'applications action',
  'app confirm-deletion': 'applications update',
  'app create': 'applications create',
  'app delete': 'applications delete',
  'app diff': 'applications get',
  'app get': 'applications get',
  'app history': 'applications get',
  'app list': 'applications get',
  'app logs': 'logs get',
  'app manifests': 'applications get',
  'app patch': 'applications update',
  'app resources': 'applications get',
  'app rollback': 'applications sync',
  'app set': 'applications update',
  'app sync': 'applications sync',
  'app terminate-op': 'applications sync',
  'app unset': 'applications update',
  'app wait': 'applications get',
  'appset get': 'applicationsets get',
  'appset list': 'applicationsets get',
  'cluster get': 'clusters get',
  'cluster list': 'clusters get',
  'proj get': 'projects get',
  'proj list': 'projects get',
  'repo list': 'repositories get',
};

const NO_RIGHT: ReadonlySet<string> = new Set([
  'login',
  'logout',
  'context',
  'version',
  'account get-user-info',
  'account update-password',
  'admin initial-password',
]);

const SWITCHES: ReadonlySet<string> = new Set([
  '--core',
  '--dry-run',
  '--force',
  '--grpc-web',
  '--hard-refresh',
  '--health',
  '--insecure',
  '--local-include',
  '--operation',
  '--plaintext',
  '--prune',
  '--refresh',
  '--replace',
  '--server-side-generate',
  '--sso',
  '--sync',
  '--follow',
  '-f',
  '-y',
  '--yes',
]);

export const argocdCommands: Rule = {
  program: 'argocd',
  breaks: '“permission denied”, or an answer about another revision than the one that was meant.',
  judge: (command) => {
    const given = argumentsOf(command.words.slice(1), (option) => SWITCHES.has(option));
    const verb = [3, 2, 1]
      .map((count) => given.plain.slice(0, count).join(' '))
      .find((words) => words in RIGHTS || NO_RIGHT.has(words));
    if (verb === undefined)
      return [
        `no rule knows argocd ${given.plain.slice(0, 2).join(' ')}: add the right that it needs to ${FILE}`,
      ];
    const name =
      verb.startsWith('app ') && verb !== 'app list' ? given.plain.at(verb.split(' ').length) : undefined;
    return [...refused(verb, command), ...aboutApplication(verb, name, given)];
  },
  cases: {
    fails: [
      block('argocd app confirm-deletion $CLUSTER-$UNIT'),
      block('argocd app set $CLUSTER-$UNIT --sync-policy none'),
      block('argocd app pause $CLUSTER-$UNIT'),
      block('argocd app sync'),
      block('argocd app get nothing-of-this-name'),
      ...withChart().map(({ name }) => block(`argocd app diff ${name} --revision BRANCH`)),
      ...some('Application', ({ json }) => at(json, 'spec.source') !== undefined).map(({ name }) =>
        block(`argocd app diff ${name} --revisions BRANCH --source-positions 2`),
      ),
    ],
    passes: [
      block('argocd app sync "$CLUSTER-$UNIT"'),
      block('argocd app list --core'),
      block('argocd app set $CLUSTER-$UNIT --sync-policy none --core'),
      ...withChart().map(({ name }) =>
        block(`argocd app diff ${name} --revisions BRANCH --source-positions 2`),
      ),
    ],
  },
};

const FILE = 'test/docs/commands/rules/argocd.ts';

function withChart(): readonly Placed[] {
  return some('Application', ({ json }) => at(json, 'spec.sources') !== undefined);
}

/** Whether nobody of the hubs' staff may do it; `--core` asks the Kubernetes API instead, as whoever has a context. */
function refused(verb: string, { words }: Command): readonly string[] {
  const right = RIGHTS[verb];
  if (right === undefined || words.includes('--core')) return [];
  const hubs = clusters.filter((cluster) => valuesOf(cluster, 'argocd') !== undefined);
  const refuse = hubs.filter(
    (hub) => !allows(String(at(valuesOf(hub, 'argocd'), 'configs.rbac["policy.csv"]')), right),
  );
  return refuse.length === 0 ? [] : [`no role of Argo CD on ${refuse.join(', ')} may: ${right}`];
}

/** The built-in role that our own roles take over: it looks at everything. */
const READ_ONLY =
  /^(?:applications|applicationsets|clusters|projects|repositories|certificates|accounts|gpgkeys|logs) get$/;

function allows(policy: string, right: string): boolean {
  const lines = policy.split('\n').map((line) => line.split(',').map((part) => part.trim()));
  const [resource, action = ''] = right.split(' ');
  const granted = lines.some(
    ([kind, , on, does = '', , effect]) =>
      kind === 'p' &&
      effect === 'allow' &&
      (on === resource || on === '*') &&
      (does === '*' || does === action || does.startsWith(`${action}/`)),
  );
  return (
    granted ||
    (READ_ONLY.test(right) && lines.some(([kind, , role]) => kind === 'g' && role === 'role:readonly'))
  );
}

function aboutApplication(
  verb: string,
  name: string | undefined,
  given: ReturnType<typeof argumentsOf>,
): readonly string[] {
  if (!verb.startsWith('app ') || verb === 'app list') return [];
  if (name === undefined)
    return optionOf(given, '--selector', '-l') === undefined
      ? [`argocd ${verb} needs the name of an Application`]
      : [];
  if (isPlaceholder(name)) return [];
  const found = clusters
    .flatMap((cluster) => objectsOn(cluster))
    .find((object) => object.kind === 'Application' && object.name === name);
  if (found === undefined) return clusters.includes(name) ? [] : [`there is no Application ${name}`];
  const several = z.array(z.unknown()).safeParse(at(found.json, 'spec.sources')).success;
  const wrong = optionOf(given, several ? '--revision' : '--revisions');
  return wrong === undefined
    ? []
    : [
        several
          ? `${name} has two sources: --revisions ${wrong} --source-positions 2`
          : `${name} has one source: --revision ${wrong}`,
      ];
}
