import type { Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { annotationOf, at, listAt, textAt } from '../compare/value.ts';
import { optionsOf, takesAlong } from './fate.ts';
import { isEdit, judge, type Rule, said, some } from './rule.ts';

const WAVE = 'argocd.argoproj.io/sync-wave';

/** An Application that vanishes: what becomes of its objects. */
export const applications: Rule = (change) => {
  const { before, after, action } = change;
  if (before === undefined || typeOf(before) !== 'argoproj.io/Application') return [];
  if (after !== undefined && action !== 'renamed') return [];
  const goes = takesAlong(before);
  const whose =
    action === 'renamed'
      ? `the Application ${before.name}, which ${said(after?.name)} takes the place of,`
      : 'the Application';
  if (goes) {
    return [
      judge(
        'data-loss',
        `${whose} has a finalizer, so Argo CD deletes everything that it applied${action === 'renamed' ? ', also what the new one has taken over by then' : ''}`,
      ),
    ];
  }
  return [
    judge(
      action === 'renamed' ? 'routine' : 'outage',
      action === 'renamed'
        ? `${whose} has no finalizer: its objects stay, and the new one takes them over`
        : `${whose} has no finalizer: Argo CD lets go of its objects, which keep running, and no change reaches them any more`,
    ),
  ];
};

/** A set of Applications that goes, or keeps their objects no longer. */
export const applicationSets: Rule = (change) => {
  const { before, after } = change;
  if (before === undefined || typeOf(before) !== 'argoproj.io/ApplicationSet') return [];
  const keeps = at(before.value, 'spec.syncPolicy.preserveResourcesOnDeletion') === true;
  if (after === undefined) {
    return [
      keeps
        ? judge(
            'outage',
            'its Applications go, and their objects stay without anybody who looks after them (preserveResourcesOnDeletion)',
          )
        : judge('data-loss', 'its Applications go, and everything that they have applied with them'),
    ];
  }
  const found: Judgement[] = [];
  if (keeps && at(after.value, 'spec.syncPolicy.preserveResourcesOnDeletion') !== true) {
    found.push(
      judge(
        'data-loss',
        'when one of its Applications goes, everything that it has applied goes along from now on (preserveResourcesOnDeletion)',
      ),
    );
  }
  const [had, has] = [before, after].map(({ value }) => deletesApplications(value));
  if (has && !had) {
    found.push(
      at(after.value, 'spec.syncPolicy.preserveResourcesOnDeletion') === true
        ? judge('outage', 'an Application that it no longer makes is deleted from now on (applicationsSync)')
        : judge(
            'data-loss',
            'an Application that it no longer makes is deleted from now on, with everything that it has applied (applicationsSync)',
          ),
    );
  }
  const gone = elementsOf(before.value).filter((element) => !elementsOf(after.value).includes(element));
  if (gone.length > 0) {
    const name = some(gone.map((element) => said(element)));
    if (!has)
      found.push(
        judge(
          'outage',
          `the Application of ${name} is no longer looked after: it and its objects stay (applicationsSync: ${said(at(after.value, 'spec.syncPolicy.applicationsSync'))})`,
        ),
      );
    else if (keeps)
      found.push(
        judge(
          'outage',
          `the Application of ${name} is deleted; its objects stay (preserveResourcesOnDeletion)`,
        ),
      );
    else
      found.push(
        judge('data-loss', `the Application of ${name} is deleted, with everything that it has applied`),
      );
  }
  return found;
};

function deletesApplications(value: unknown): boolean {
  const policy = textAt(value, 'spec.syncPolicy.applicationsSync') ?? 'sync';
  return policy === 'sync' || policy === 'create-delete';
}

function elementsOf(value: unknown): readonly string[] {
  return listAt(value, 'spec.generators').flatMap((generator) =>
    listAt(generator, 'list.elements').map((element) => JSON.stringify(element)),
  );
}

/** The order in which Argo CD applies things. */
export const waves: Rule = (change) => {
  if (!isEdit(change)) return [];
  const [old, now] = [change.before, change.after].map(({ value }) => Number(annotationOf(value, WAVE) ?? 0));
  if (old === now) return [];
  return [
    judge(
      'outage',
      `it is applied at another time: wave ${old} → ${now}; what it needs has to be there by then`,
    ),
  ];
};

/** Objects that Argo CD no longer keeps, or keeps from now on. */
export const pruning: Rule = (change) => {
  if (!isEdit(change)) return [];
  const field = change.fields.find(
    ({ path }) => path === 'metadata.annotations["argocd.argoproj.io/sync-options"]',
  );
  const all = change.fields.find(({ path }) => path === 'metadata.annotations');
  if (field === undefined && all === undefined) return [];
  const [old, now] = [change.before, change.after].map(
    ({ value }) => annotationOf(value, 'argocd.argoproj.io/sync-options') ?? '',
  );
  const guards = ['Prune=false', 'Prune=confirm', 'Delete=false', 'Delete=confirm'].filter(
    (guard) => old?.includes(guard) && !now?.includes(guard),
  );
  const [had, has] = [old, now].map((text) => optionsOf(text).filter((option) => HARD.test(option)));
  const hard = (has ?? []).filter((option) => !had?.includes(option));
  return [
    ...(guards.length === 0
      ? []
      : [judge('data-loss', `nothing keeps Argo CD from deleting it any more: ${some(guards)} is gone`)]),
    ...(hard.length === 0
      ? []
      : [
          judge(
            hard.includes('Force=true') && HOLDS_DATA.test(typeOf(change.after))
              ? 'data-loss'
              : 'replacement',
            `each sync ${hard.includes('Force=true') ? 'deletes it and makes it anew' : 'replaces it instead of patching it'} (${some(hard)})`,
          ),
        ]),
  ];
};

/** Options by which Argo CD does more than patch an object. */
const HARD = /^(?:Replace|Force)=true$/;
const HOLDS_DATA =
  /^(?:\/(?:Namespace|PersistentVolumeClaim|PersistentVolume)|apiextensions\.k8s\.io\/CustomResourceDefinition)$/;
