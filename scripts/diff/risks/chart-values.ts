import type { FieldChange, Judgement } from '../change.ts';
import { alertRoutes } from './alert-routes.ts';
import { imageOf } from './image-name.ts';
import { ofKnownMap } from './known-config-maps.ts';
import { keepsLess } from './retention.ts';
import { type Edit, type FieldRule, judge, said, type Trees } from './rule.ts';

const VALUES = /^helm\.sh\/HelmValues$/;
const APPLICATION = /^argoproj\.io\/Application(?:Set)?$/;
/** Where an Application has values of its chart. */
const WITHIN =
  /^spec\.(?:template\.spec\.)?sources?(?:\[\])?\.helm\.(?:valuesObject|values|parameters\[\])\.?/;

type Says = (field: {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}) => Judgement | undefined;

/** Values of a chart by their names, which charts share; what the chart makes of them is told by its inventory. */
const NAMES: readonly { readonly name: RegExp; readonly says: Says }[] = [
  {
    name: /(?:^|\.)(?:replicas|replicaCount|minReplicas|minReplicaCount)$/,
    says: ({ path, before, after }) =>
      judge(Number(after) === 0 ? 'outage' : 'scale', `${path} ${said(before)} → ${said(after)}`),
  },
  {
    name: /(?:^|\.)(?:maxReplicas|maxReplicaCount)$/,
    says: ({ path, before, after }) => judge('scale', `${path} ${said(before)} → ${said(after)}`),
  },
  {
    name: /(?:^|\.)(?:privileged|hostNetwork|hostPID|hostIPC|allowPrivilegeEscalation)$/,
    says: ({ path, after }) =>
      isTrue(after) ? judge('security', `a privilege: ${path} is true`) : undefined,
  },
  {
    name: /(?:^|\.)(?:readOnlyRootFilesystem|runAsNonRoot)$/,
    says: ({ path, after }) =>
      isTrue(after) ? undefined : judge('security', `a privilege: ${path} is ${said(after)}`),
  },
  {
    name: /failurePolicy$/i,
    says: ({ path, before, after }) =>
      judge(after === 'Ignore' ? 'security' : 'outage', `${path} ${said(before)} → ${said(after)}`),
  },
  {
    name: /webhook\w*rules(?:\b|\[)/i,
    says: ({ path, before, after }) =>
      judge('security', `a webhook is asked about other objects: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    name: /(?:^|\.)(?:roleArn|eks\.amazonaws\.com\/role-arn)$/,
    says: ({ path, before, after }) =>
      judge('security', `its pods have other rights in AWS: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    name: /(?:^|\.)restrict\.secret$/,
    says: ({ path, after }) =>
      isTrue(after)
        ? judge('outage', `it no longer reads secrets of every namespace: ${path} is true`)
        : judge('security', `it may read the secrets of every namespace: ${path} is ${said(after)}`),
  },
  {
    name: /(?:^|\.)processCluster\w+$/,
    says: ({ path, after }) =>
      isTrue(after)
        ? judge('security', `it follows what one namespace may give to all others: ${path} is true`)
        : judge('outage', `it no longer follows what is of every namespace: ${path} is ${said(after)}`),
  },
  {
    name: /(?:^|\.)enable(?:Waf(?:v2)?|Shield)$/,
    says: ({ path, after }) =>
      isTrue(after)
        ? judge('routine', `load balancers may be guarded by it: ${path} is true`)
        : judge('security', `it guards no load balancer any more: ${path} is ${said(after)}`),
  },
  {
    name: /(?:^|\.)interruptionQueue$/,
    says: ({ path, before, after }) =>
      judge(
        'outage',
        `nodes that AWS takes back are emptied only if it hears of it there: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    name: /(?:^|\.)(?:clusterName|clusterEndpoint|vpcId)$/,
    says: ({ path, before, after }) =>
      judge('outage', `it looks after another cluster or network: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    name: /(?:^|\.)cni\.enabled$/,
    says: ({ path, before, after }) =>
      judge(
        'outage',
        `new pods of the mesh are wired in another way, which their namespace has to permit: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    name: /(?:^|\.)exempt\w*$|excluded?Namespaces$/i,
    says: ({ path, before, after }) =>
      judge('security', `an exemption: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    name: /(?:^|\.)(?:persistence\.enabled|keepCRDs|crds?\.keep)$/i,
    says: ({ path, before, after }) =>
      isTrue(after)
        ? judge('routine', `data is kept from now on: ${path} ${said(before)} → ${said(after)}`)
        : judge('data-loss', `data is no longer kept: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    name: /(?:^|\.)(?:retentionPolicy|reclaimPolicy)$/i,
    says: ({ path, before, after }) =>
      judge(
        /retain|keep/i.test(String(after)) ? 'routine' : 'data-loss',
        `data is kept in another way: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    name: /(?:^|\.)retention(?:Period|Size)?$/,
    says: ({ path, before, after }) =>
      judge(
        keepsLess(before, after) ? 'data-loss' : 'scale',
        `data is kept for another time: ${path} ${said(before)} → ${said(after)}`,
      ),
  },
  {
    name: /(?:^|\.)(?:(?:image)?registry|hub|image\.repository)$/i,
    says: ({ path, before, after }) => {
      const text = `${path} ${said(before)} → ${said(after)}`;
      const [old, now] = [before, after].map((value) => ownerOf(path, value));
      return old === now
        ? judge('restart', `its pods restart: ${text}`)
        : judge('security', `its images come from elsewhere: ${text}`);
    },
  },
  {
    name: /(?:^|\.)(?:resources\.(?:requests|limits)\.\w+|env\b.*|extraEnv\b.*|args\b.*|extraArgs\b.*|image\.tag|logLevel)$/,
    says: ({ path, before, after }) =>
      judge('restart', `its pods restart: ${path} ${said(before)} → ${said(after)}`),
  },
];

/** What the chart of Argo CD calls the ConfigMaps that it makes of its values. */
const ARGO_MAPS: Readonly<Record<string, string>> = {
  cm: 'argocd-cm',
  rbac: 'argocd-rbac-cm',
  params: 'argocd-cmd-params-cm',
};

/** Values of charts, in files of their own and in Applications. */
export const chartValues: readonly FieldRule[] = [
  { types: VALUES, shape: /^/, says: (field, ...more) => ofName(field.shape, field, ...more) },
  {
    types: APPLICATION,
    shape: WITHIN,
    says: (field, ...more) => {
      const parameter = /\.parameters\[name=([^\]]+)\]/.exec(field.path)?.[1];
      const found = ofName(parameter ?? field.shape.replace(WITHIN, ''), field, ...more);
      return (
        found ??
        judge(
          'routine',
          `another value of its chart: ${field.path} ${said(field.before)} → ${said(field.after)}`,
        )
      );
    },
  },
];

function ofName(
  name: string,
  field: FieldChange,
  ...more: readonly [Edit, Trees]
): ReturnType<FieldRule['says']> {
  const [, map = '', key = ''] = /(?:^|\.)configs\.(cm|rbac|params)\.(.+)$/.exec(name) ?? [];
  if (key !== '') {
    const [before, after] = [field.before, field.after].map(asData);
    return ofKnownMap(ARGO_MAPS[map] ?? '', key, { ...field, before, after });
  }
  // The same tree of routes as in an object of its own, in the words of Alertmanager itself.
  const [, config] = /(?:^|\.)alertmanager\.config\.(.+)$/i.exec(name) ?? [];
  if (config !== undefined) {
    const shape = `spec.${config.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}`;
    return alertRoutes.find((each) => each.shape.test(shape))?.says(field, ...more);
  }
  return NAMES.find((each) => each.name.test(name))?.says(field);
}

/** A ConfigMap has texts alone. */
function asData(value: unknown): unknown {
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : value;
}

/** Who owns the images of a registry, or of a repository; nothing said is what the chart says itself. */
function ownerOf(path: string, value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return imageOf(/repository$/i.test(path) ? value : `${value}/image`)?.owner;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
