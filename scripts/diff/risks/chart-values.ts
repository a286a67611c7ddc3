import type { Judgement } from '../change.ts';
import { keepsLess } from './retention.ts';
import { type FieldRule, judge, said } from './rule.ts';

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
    name: /(?:^|\.)(?:resources\.(?:requests|limits)\.\w+|env\b.*|extraEnv\b.*|args\b.*|extraArgs\b.*|image\.(?:tag|repository|registry)|logLevel)$/,
    says: ({ path, before, after }) =>
      judge('restart', `its pods restart: ${path} ${said(before)} → ${said(after)}`),
  },
];

/** Values of charts, in files of their own and in Applications. */
export const chartValues: readonly FieldRule[] = [
  { types: VALUES, shape: /^/, says: (field) => ofName(field.shape, field) },
  {
    types: APPLICATION,
    shape: WITHIN,
    says: (field) => {
      const parameter = /\.parameters\[name=([^\]]+)\]/.exec(field.path)?.[1];
      const found = ofName(parameter ?? field.shape.replace(WITHIN, ''), field);
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
  field: { readonly path: string; readonly before: unknown; readonly after: unknown },
): Judgement | undefined {
  return NAMES.find((each) => each.name.test(name))?.says(field);
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
