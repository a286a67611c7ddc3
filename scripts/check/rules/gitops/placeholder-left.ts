import type { ClusterRule } from '../../rule.ts';
import type { Resource } from '../../state/resource.ts';
import { textPlaces } from '../../state/texts.ts';

const sample = (url: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: registry.example.com/web:1.0.0, env: [{ name: URL, value: "${url}" }] }]
`;

export const placeholderLeft: ClusterRule = {
  id: 'placeholder-left',
  severity: 'error',
  summary:
    'A value that somebody was to fill in: CHANGE_ME, xxx, an unfilled variable, a template that was not rendered, an account of nine digits',
  breaks:
    'The program reads the text as it stands: a host that does not exist, a role that nobody has, a password that everybody knows.',
  pitfalls: ['X-83', 'X-91', 'X-107'],
  failing: sample('https://CHANGE_ME/v1'),
  passing: sample('https://api.shop.example.com/v1'),
  *judge(state) {
    for (const resource of state.resources) {
      if (resource.isExtract || !isValues(resource)) continue;
      const isSealed = resource.kind === 'SealedSecret';
      const isWanted = (text: string) => text.length <= 2000 && (isSealed || MAYBE.test(text));
      for (const { path, text } of textPlaces(resource.value, isWanted)) {
        if (isText(path)) continue;
        const found = placeholderIn(resource, path, text);
        if (found === undefined) continue;
        yield {
          resource,
          path,
          message: `${found}: ${JSON.stringify(text.slice(0, 80))}.`,
          fix: 'Write the value that is meant, from where the others come from.',
        };
      }
    }
  },
};

/** Kinds that are templates and programs themselves. */
const TEMPLATES = new Set([
  'ConstraintTemplate',
  'CustomResourceDefinition',
  'ApplicationSet',
  'PrometheusRule',
  'AlertmanagerConfig',
  'EnvoyFilter',
  'Workflow',
  'WorkflowTemplate',
  'CronWorkflow',
  'ClusterWorkflowTemplate',
  'AnalysisTemplate',
  'ClusterAnalysisTemplate',
  'GrafanaDashboard',
  'ClusterPolicy',
  'Policy',
  'Kustomization',
  'HelmRelease',
  'Composition',
  'Task',
  'Pipeline',
  'TriggerTemplate',
]);

function isValues({ kind }: Resource): boolean {
  return !TEMPLATES.has(kind);
}

/** Texts for people, and places where templates belong. */
function isText(path: readonly (string | number)[]): boolean {
  const last = path.at(-1);
  return (
    isAnnotation(path) ||
    path.some((step) => step === 'template' && path[0] === 'spec' && path.includes('target')) ||
    path.includes('command') ||
    path.includes('args') ||
    last === 'description' ||
    last === 'query' ||
    last === 'expression' ||
    (path[0] === 'data' && typeof last === 'string' && last.includes('.'))
  );
}

/** Annotations hold anything, but for the few that name what another system has. */
function isAnnotation(path: readonly (string | number)[]): boolean {
  const at = path.indexOf('annotations');
  return (
    at >= 0 && !/role-arn|certificate-arn|wafv2-acl-arn|hostname|\/host$/.test(String(path[at + 1] ?? ''))
  );
}

/** Something of each text that {@link placeholderIn} finds: most texts have none of it, and one question is enough for them. */
const MAYBE =
  /xx|\$\{|\{\{|<|your[-_]|(?:change|replace|fix|fill)[-_ ]?me|to[-_ ]?do|tbd|insert[-_ ]here|arn:aws|dkr/i;

const CHANGE =
  /(?<![A-Za-z])(?:CHANGE[-_ ]?ME|REPLACE[-_ ]?ME|FIX[-_ ]?ME|FILL[-_ ]?ME|TO[-_ ]?DO|TBD|INSERT[-_ ]HERE|YOUR[-_][A-Z_]*(?:KEY|TOKEN|PASSWORD|DOMAIN|BUCKET|ACCOUNT|REGION|HOST)S?)(?![A-Za-z])/;
const CHANGE_ANY_CASE =
  /(?<![a-z])(?:change[-_]?me|replace[-_]me|your-(?:domain|bucket|account|cluster|registry|project|org|secret|token|key|password))(?![a-z])/i;

function placeholderIn(
  { kind }: Resource,
  path: readonly (string | number)[],
  text: string,
): string | undefined {
  if (CHANGE.test(text) || CHANGE_ANY_CASE.test(text)) return 'Somebody was to fill this in';
  if (
    /(?<![A-Za-z0-9])x{4,}(?![A-Za-z0-9])|(?<![A-Za-z0-9])X{3,}(?![A-Za-z0-9])|arn:aws[^ ]*:x{3}:|(?<=\/\/|^)xxx\./.test(
      text,
    )
  )
    return 'A row of x stands where a value belongs';
  if (
    /<(?:your|the|insert|account|region|cluster|domain|name|namespace|password|token|secret)[a-z _-]*>/i.test(
      text,
    )
  )
    return 'A placeholder in angle brackets was not filled in';
  if (/\{\{-?\s*(?:\.Values|\.Release|\.Chart|include|template|toYaml|tpl)\b/.test(text))
    return 'A template of Helm was not rendered';
  // $(NAME) is Kubernetes' own form; ${NAME} nobody fills in, where no shell reads it.
  const isFilled =
    kind === 'ConfigMap' ||
    kind === 'Secret' ||
    path.includes('exec') ||
    path.includes('script') ||
    path.includes('serverSnippet');
  if (!isFilled && /\$\{[A-Za-z_][A-Za-z0-9_]*(?::?[-=?][^}]*)?\}/.test(text))
    return 'A variable was not filled in, and nobody does so here';
  const [, account] =
    /(?:^|\/\/|@)(\d+)\.dkr\.ecr\./.exec(text) ?? /arn:aws[a-z-]*:iam::(\d+):/.exec(text) ?? [];
  if (account !== undefined && account.length !== 12)
    return `The account ${account} has ${account.length} digits, and those of AWS have 12`;
  if (kind === 'SealedSecret' && path.includes('encryptedData') && !/^[A-Za-z0-9+/]{64,}={0,2}$/.test(text))
    return 'This is not what kubeseal writes: it is too short, or no base64';
  return undefined;
}
