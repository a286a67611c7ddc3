import type { ClusterRule, Said } from '../../rule.ts';
import { type Application, applicationsOf, titleOfApplication } from './applications.ts';
import { application, SOURCE } from './samples.ts';

const MOVING = /^(?:HEAD|main|master|develop|trunk|latest|)$/;

export const unlikeOtherApplications: ClusterRule = {
  id: 'revision-unlike-others',
  severity: 'warning',
  summary: 'An Application that follows a branch or any version of a chart, where all others are pinned',
  breaks: 'What is deployed changes without a commit, on every cluster at once.',
  failing: ['v1.4.0', 'v1.4.1', 'v1.4.2', 'HEAD']
    .map((revision, at) =>
      application(`shop-${at}`, SOURCE.replace('main', revision).replace('path: shop', `path: shop-${at}`)),
    )
    .join(''),
  passing: ['v1.4.0', 'v1.4.1', 'v1.4.2', 'v1.5.0']
    .map((revision, at) =>
      application(`shop-${at}`, SOURCE.replace('main', revision).replace('path: shop', `path: shop-${at}`)),
    )
    .join(''),
  *judge(state) {
    const all = applicationsOf(state);
    yield* ofKind(all, false);
    yield* ofKind(all, true);
  },
};

const AGREEING = 3;

function* ofKind(applications: readonly Application[], isChart: boolean): Generator<Said> {
  const sources = applications.flatMap((app) =>
    app.sources
      .filter(({ chart }) => (chart !== undefined) === isChart)
      .map((source) => ({ app, source, isMoving: moves(source.revision, isChart) })),
  );
  const moving = sources.filter(({ isMoving }) => isMoving);
  const branches = new Map<string, number>();
  for (const { source } of sources)
    branches.set(source.revision ?? '', (branches.get(source.revision ?? '') ?? 0) + 1);
  const isPractice = sources.length - moving.length >= AGREEING && moving.length <= sources.length / 4;
  for (const { app, source } of isPractice ? moving : []) {
    yield {
      resource: app.resource,
      path: [...source.path, 'targetRevision'],
      message: `${titleOfApplication(app)} follows ${source.revision === undefined || source.revision === '' ? 'HEAD' : source.revision}, and the ${sources.length - moving.length} others are pinned.`,
      fix: `Write the ${isChart ? 'version of the chart' : 'tag or commit'} that was tried.`,
    };
  }
  // Where all follow one branch, one that follows another has been forgotten in a try.
  const [usual] = [...branches].sort((one, other) => other[1] - one[1]);
  if (
    isChart ||
    usual === undefined ||
    isPractice ||
    usual[1] < AGREEING * 2 ||
    sources.length - usual[1] > sources.length / 10 + 1
  )
    return;
  for (const { app, source } of sources.filter(({ source }) => (source.revision ?? '') !== usual[0])) {
    yield {
      resource: app.resource,
      path: [...source.path, 'targetRevision'],
      message: `${titleOfApplication(app)} follows ${source.revision || 'HEAD'}, and ${usual[1]} others follow ${usual[0] || 'HEAD'}.`,
      fix: `Write targetRevision: ${usual[0] || 'HEAD'}.`,
    };
  }
}

function moves(revision: string | undefined, isChart: boolean): boolean {
  if (isChart) return revision === undefined || /[*^~<>|xX]|^$/.test(revision.replace(/-.*/, ''));
  return revision === undefined || MOVING.test(revision);
}
