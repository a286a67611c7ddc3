import type { Rule } from '../rule.ts';
import type { NamedJob, Workflow } from '../workflow.ts';

const clustersAreArgoCdsAlone: Rule = {
  id: 'clusters-are-argo-cds-alone',
  breaks: 'What runs is not what is committed, and CI holds keys to the cluster (S0-27).',
  fails: 'on: push\njobs: {deploy: {steps: [{run: "kubectl set image deployment/api api=$IMAGE"}]}}',
  passes: 'on: push\njobs: {deploy: {steps: [{run: npm run promote -- prod api}]}}',
  find: (workflow) =>
    workflow.jobs.flatMap((job) =>
      job.steps.flatMap(({ run = '' }) =>
        [...withoutLooks(run, workflow, job).matchAll(REACHES)].map(
          ([command]) => `${job.name}: runs ${command}. Change images.yaml in a pull request instead.`,
        ),
      ),
    ),
};

const REACHES = /\b(?:kubectl|helm (?:upgrade|install)|argocd (?=[a-z])|eks update-kubeconfig)\b/g;

/** A list of what Argo CD has, which holds no secret, and the context that it needs. */
const LOOKS =
  /^(?:kubectl (?:--\S+ \S+ )*get (?:application(?:set)?s|appprojects)\.argoproj\.io(?:,(?:application(?:set)?s|appprojects)\.argoproj\.io)* .*|aws eks update-kubeconfig .*)$/gm;

/** A script without what only looks, where nobody but the clock of main starts it, in an environment that main alone may use. */
function withoutLooks(run: string, { triggers }: Workflow, { environment }: NamedJob): string {
  const byClock = triggers.every((trigger) => trigger === 'schedule' || trigger === 'workflow_dispatch');
  // A line may go on below.
  const lines = run.replaceAll(/\\\n\s*/g, '');
  return byClock && environment !== undefined ? lines.replaceAll(LOOKS, '') : lines;
}

const look = (on: string, verb: string) =>
  `on: ${on}\njobs: {ask: {environment: drift, steps: [{run: "aws eks update-kubeconfig --name a"}, {run: "kubectl --context a ${verb}"}]}}`;

const hubsAreLookedAtByTheClock: Rule = {
  id: 'hubs-are-looked-at-by-the-clock',
  breaks: 'The role that looks at a hub is handed to a pull request, or does more than look.',
  fails: look('[schedule, pull_request]', 'get applications.argoproj.io --output json'),
  passes: look('[schedule, workflow_dispatch]', 'get applications.argoproj.io --output json'),
  find: clustersAreArgoCdsAlone.find,
};

const ownRunnersRunMainAlone: Rule = {
  id: 'own-runners-run-main-alone',
  breaks: "A pull request runs its own code inside our network, next to the clusters' API servers.",
  fails: 'on: [push, pull_request]\njobs: {ask: {runs-on: {group: clusters}, steps: [{run: make}]}}',
  passes:
    'on: schedule\njobs: {ask: {runs-on: {group: clusters}, steps: [{run: make}]}, other: {runs-on: ubuntu-24.04}}',
  find: ({ triggers, jobs }) =>
    triggers.every((trigger) => trigger === 'schedule' || trigger === 'workflow_dispatch')
      ? []
      : jobs
          .filter((job) => job['runs-on'] !== undefined && !/^ubuntu-[\d.]+$/.test(String(job['runs-on'])))
          .map(
            ({ name }) =>
              `${name}: runs on a runner of our own. Have the clock start it, or take ubuntu-24.04.`,
          ),
};

export const clusters: readonly Rule[] = [
  clustersAreArgoCdsAlone,
  hubsAreLookedAtByTheClock,
  ownRunnersRunMainAlone,
];
