import { z } from 'zod';
import { PAUSE_ANNOTATION } from '../../platform/components/argocd/address.ts';

const time = z.string().transform((written, context) => {
  const read = Date.parse(written);
  if (Number.isNaN(read)) context.addIssue({ code: 'custom', message: `found ${written}, expected a time` });
  return read;
});

const strings = z.record(z.string(), z.string()).nullish();
const open = z.record(z.string(), z.unknown());

const source = z.looseObject({
  repoURL: z.string().default(''),
  targetRevision: z.string().optional(),
  path: z.string().optional(),
  chart: z.string().optional(),
});

/** What an Application asks for; whatever else it has is compared as it is. */
const spec = z.looseObject({
  project: z.string().default('default'),
  destination: z.looseObject({ name: z.string().optional(), server: z.string().optional() }).default({}),
  source: source.optional(),
  sources: z.array(source).optional(),
  syncPolicy: z.looseObject({ automated: open.nullish() }).nullish(),
  ignoreDifferences: z.array(open).nullish(),
});

const resource = z.looseObject({
  group: z.string().default(''),
  kind: z.string().default(''),
  namespace: z.string().optional(),
  name: z.string().default(''),
  status: z.string().optional(),
  message: z.string().optional(),
  hookPhase: z.string().optional(),
  requiresPruning: z.boolean().default(false),
  requiresDeletionConfirmation: z.boolean().default(false),
  health: z.looseObject({ status: z.string().optional(), message: z.string().optional() }).nullish(),
});

const revisions = z.looseObject({
  revision: z.string().optional(),
  revisions: z.array(z.string()).nullish(),
});

const status = z.looseObject({
  sync: revisions.extend({ status: z.string().optional() }).optional(),
  health: z.looseObject({ status: z.string().optional(), lastTransitionTime: time.nullish() }).optional(),
  conditions: z.array(z.looseObject({ type: z.string(), message: z.string().default('') })).nullish(),
  reconciledAt: time.nullish(),
  resources: z.array(resource).nullish(),
  operationState: z
    .looseObject({
      phase: z.string(),
      message: z.string().default(''),
      startedAt: time.nullish(),
      finishedAt: time.nullish(),
      syncResult: revisions.extend({ resources: z.array(resource).nullish() }).nullish(),
    })
    .nullish(),
});

export const metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  annotations: strings,
  labels: strings,
  finalizers: z.array(z.string()).nullish(),
  deletionTimestamp: time.nullish(),
  ownerReferences: z.array(z.looseObject({ kind: z.string(), name: z.string() })).nullish(),
  managedFields: z.array(z.unknown()).nullish(),
});

/** An Application, as a manifest declares it or as Argo CD reports it. */
export const application = z.looseObject({
  metadata,
  spec,
  status: status.nullish().transform((given) => given ?? status.parse({})),
});

export type Application = z.output<typeof application>;
export type ResourceStatus = z.output<typeof resource>;
export type Source = z.output<typeof source>;

/** Whether somebody has paused it, as the controller reads the annotation. */
export function isPaused({ metadata }: Application): boolean {
  return /^(?:1|t|T|true|True|TRUE)$/.test(metadata.annotations?.[PAUSE_ANNOTATION] ?? '');
}

/** Its sources, however it writes them. */
export function sourcesOf({ spec: { source, sources } }: Application): readonly Source[] {
  if (sources !== undefined && sources.length > 0) return sources;
  return source === undefined ? [] : [source];
}

/** The revisions of its sources that were compared last, in their order. */
export function comparedRevisions({ status: { sync } }: Application): readonly string[] {
  return revisionsOf(sync);
}

/** The revisions that were applied last. */
export function appliedRevisions({ status: { operationState } }: Application): readonly string[] {
  return revisionsOf(operationState?.syncResult ?? undefined);
}

function revisionsOf(given: z.output<typeof revisions> | undefined): readonly string[] {
  if (given?.revisions != null && given.revisions.length > 0) return given.revisions;
  return given?.revision === undefined || given.revision === '' ? [] : [given.revision];
}
