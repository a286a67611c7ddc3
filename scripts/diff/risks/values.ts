import { type FieldRule, judge, said } from './rule.ts';

const VALUES = /^helm\.sh\/HelmValues$/;

/** Values of a chart by their names, which charts share; what the chart makes of them is told by its inventory. */
export const values: readonly FieldRule[] = [
  {
    types: VALUES,
    shape: /(?:^|\.)(?:replicas|replicaCount|minReplicas|minReplicaCount)$/,
    says: ({ path, before, after }) =>
      judge(after === 0 ? 'outage' : 'scale', `${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: VALUES,
    shape: /(?:^|\.)(?:maxReplicas|maxReplicaCount)$/,
    says: ({ path, before, after }) => judge('scale', `${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: VALUES,
    shape: /(?:^|\.)(?:privileged|hostNetwork|hostPID|hostIPC|allowPrivilegeEscalation)$/,
    says: ({ path, after }) =>
      after === true ? judge('security', `a privilege: ${path} is true`) : undefined,
  },
  {
    types: VALUES,
    shape: /(?:^|\.)(?:readOnlyRootFilesystem|runAsNonRoot)$/,
    says: ({ path, after }) =>
      after === true ? undefined : judge('security', `a privilege: ${path} is ${said(after)}`),
  },
  {
    types: VALUES,
    shape: /failurePolicy$/i,
    says: ({ path, before, after }) =>
      judge(after === 'Ignore' ? 'security' : 'outage', `${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: VALUES,
    shape: /(?:^|\.)exempt\w*$|excluded?Namespaces$/i,
    says: ({ path, before, after }) =>
      judge('security', `an exemption: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: VALUES,
    shape: /(?:^|\.)(?:persistence\.enabled|retentionPolicy|reclaimPolicy|keepCRDs|crds?\.keep)$/i,
    says: ({ path, before, after }) =>
      judge('data-loss', `data is kept in another way: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: VALUES,
    shape: /(?:^|\.)retention(?:Period|Size)?$/,
    says: ({ path, before, after }) =>
      judge('data-loss', `data is kept for another time: ${path} ${said(before)} → ${said(after)}`),
  },
  {
    types: VALUES,
    shape:
      /(?:^|\.)(?:resources\.(?:requests|limits)\.\w+|env\b.*|extraEnv\b.*|args\b.*|extraArgs\b.*|image\.(?:tag|repository|registry)|logLevel)$/,
    says: ({ path, before, after }) =>
      judge('restart', `its pods restart: ${path} ${said(before)} → ${said(after)}`),
  },
];
