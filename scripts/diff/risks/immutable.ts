import { IMMUTABLE } from '../../immutable-check/immutable-fields.ts';
import type { FieldChange, Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { quantityOf } from '../compare/quantity.ts';
import { annotationOf, at, textAt } from '../compare/value.ts';
import { optionsOf } from './fate.ts';
import { type Edit, isEdit, judge, type Rule, said, some } from './rule.ts';

/** What of a pod may change in place; all else of its spec may not. */
const FREE_IN_PODS =
  /^spec\.(?:(?:initC|c)ontainers\[\]\.(?:image|resources\b.*)|activeDeadlineSeconds|tolerations\b.*|schedulingGates\b.*)$/;
/** Jobs that wait may still be told where to run. */
const FREE_IN_WAITING_JOBS =
  /^spec\.template\.(?:metadata\.(?:labels|annotations)\b|spec\.(?:nodeSelector|tolerations|affinity|schedulingGates)\b)/;

/** What the API server refuses to change in an object that is there. */
export const immutable: Rule = (change) => {
  if (!isEdit(change) || change.after.source === 'values') return [];
  const { before, after } = change;
  const refused = change.fields.filter((field) => isRefused(field, change));
  if (refused.length === 0) return [];
  const fields = some(
    refused.map(({ path, before: old, after: now }) => `${path} (${said(old)} → ${said(now)})`),
    3,
  );
  const made = madeAnew(change);
  if (made !== undefined)
    return [
      judge(
        made.startsWith('it is a hook') ? 'routine' : 'restart',
        `${fields} cannot be changed in place: ${made}`,
      ),
    ];
  const instead = IMMUTABLE[after.kind]?.find(({ fields: own }) =>
    own.some((field) => refused.some(({ shape }) => isWithin(shape, field))),
  )?.instead;
  const judgement: Judgement = judge(
    'replacement',
    `the API server refuses this in place${at(before.value, 'immutable') === true ? ', as the object says immutable: true' : ''}: ${fields}. ${instead ?? `${after.kind} ${before.name} has to be deleted and made anew`}`,
  );
  return [judgement];
};

function isRefused(field: FieldChange, edit: Edit): boolean {
  const { before, after } = edit;
  const { shape } = field;
  if (typeOf(after) === '/Pod') return shape.startsWith('spec.') && !FREE_IN_PODS.test(shape);
  if (
    typeOf(after) === 'batch/Job' &&
    at(before.value, 'spec.suspend') === true &&
    FREE_IN_WAITING_JOBS.test(shape)
  )
    return false;
  if (isShrunk(field, edit) || isOtherFamily(field, edit)) return true;
  return (IMMUTABLE[after.kind] ?? []).some(
    ({ fields, when }) =>
      fields.some((own) => isWithin(shape, own)) &&
      (when?.(before.value, after.value) ?? true) &&
      !isSetLate(field, edit),
  );
}

function isWithin(shape: string, field: string): boolean {
  return shape === field || shape.startsWith(`${field}.`) || shape.startsWith(`${field}[`);
}

/** A claim without a class takes one when the cluster has a default; an address that was asked for may be left out again. */
function isSetLate({ shape, before, after }: FieldChange, { after: item }: Edit): boolean {
  if (typeOf(item) === '/Service' && /^spec\.clusterIPs?\b/.test(shape))
    return after === undefined && before !== 'None';
  // Fields that the API server fills in keep what they have.
  return (
    typeOf(item) === '/PersistentVolumeClaim' &&
    after === undefined &&
    /^spec\.(?:storageClassName|volumeName)$/.test(shape)
  );
}

/** A volume grows, and never shrinks. */
function isShrunk({ shape, before, after }: FieldChange, { after: item }: Edit): boolean {
  if (typeOf(item) !== '/PersistentVolumeClaim' || shape !== 'spec.resources.requests.storage') return false;
  const [old, now] = [quantityOf(before), quantityOf(after)];
  return old !== undefined && now !== undefined && now < old;
}

/** The first address of a Service keeps its family. */
function isOtherFamily({ shape, before, after }: FieldChange, edit: Edit): boolean {
  if (typeOf(edit.after) !== '/Service' || shape !== 'spec.ipFamilies') return false;
  const [old, now] = [before, after].map((value) => (Array.isArray(value) ? String(value[0]) : undefined));
  return old !== undefined && now !== undefined && old !== now;
}

/** Who makes the object anew by himself, where somebody does. */
function madeAnew({ after }: Edit): string | undefined {
  const policy =
    annotationOf(after.value, 'argocd.argoproj.io/hook-delete-policy') ??
    annotationOf(after.value, 'helm.sh/hook-delete-policy') ??
    '';
  const isHook =
    annotationOf(after.value, 'argocd.argoproj.io/hook') !== undefined ||
    annotationOf(after.value, 'helm.sh/hook') !== undefined;
  if (isHook && /BeforeHookCreation|before-hook-creation|^$/.test(policy)) {
    return 'it is a hook, which Argo CD deletes and makes anew with each sync';
  }
  const options = optionsOf(annotationOf(after.value, 'argocd.argoproj.io/sync-options'));
  if (options.includes('Force=true') && options.includes('Replace=true')) {
    return 'Argo CD deletes it and makes it anew (Force=true,Replace=true)';
  }
  return undefined;
}

/** Rules of definitions in the tree that hold a new object against the old one. */
export const growsOnly: Rule = (change, trees) => {
  if (!isEdit(change) || typeOf(change.after) !== '/PersistentVolumeClaim') return [];
  const size = change.fields.find(({ shape }) => shape === 'spec.resources.requests.storage');
  if (size === undefined || isShrunk(size, change)) return [];
  const name = textAt(change.after.value, 'spec.storageClassName');
  const found = trees.after.ofKinds(change.cluster, 'StorageClass').find((each) => each.name === name);
  if (found !== undefined && at(found.value, 'allowVolumeExpansion') !== true) {
    return [
      judge(
        'replacement',
        `the volume cannot grow: StorageClass ${found.name} does not allow it (allowVolumeExpansion)`,
      ),
    ];
  }
  return [
    judge(
      'scale',
      `the volume grows in place: ${said(size.before)} → ${said(size.after)}; it never shrinks again`,
    ),
  ];
};
