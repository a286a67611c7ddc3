import { z } from 'zod';
import { at } from '../../../manifest-reader.ts';
import { argumentsOf, isPlaceholder, optionOf } from '../options.ts';
import { block, type Rule } from '../rule.ts';
import { some } from '../samples.ts';
import { clusters, objectsOn } from '../tree.ts';

const sources = z.array(
  z.looseObject({ chart: z.string().optional(), targetRevision: z.string().optional() }),
);
const SWITCHES: ReadonlySet<string> = new Set([
  '--wait',
  '--atomic',
  '--include-crds',
  '--create-namespace',
  '--install',
  '--skip-crds',
  '--dry-run',
  '--force-update',
]);

/** The versions of a chart that some Application pins. */
function pinned(chart: string): readonly string[] {
  return clusters
    .flatMap((cluster) => objectsOn(cluster))
    .flatMap(({ json }) => sources.safeParse(at(json, 'spec.sources')).data ?? [])
    .flatMap((source) => (source.chart === chart ? (source.targetRevision ?? []) : []));
}

export const helmCommands: Rule = {
  program: 'helm',
  breaks: 'Another version of the chart than the one that Argo CD will apply, or none at all.',
  judge: ({ words }) => {
    const given = argumentsOf(words.slice(1), (option) => SWITCHES.has(option));
    const [verb = '', , place = ''] = given.plain;
    if (!['install', 'template', 'upgrade', 'show', 'pull'].includes(verb)) return [];
    const version = optionOf(given, '--version');
    const chart = place.split('/').at(-1) ?? '';
    if (version === undefined) return [`helm ${verb} needs --version, or it takes the newest`];
    if (isPlaceholder(version) || /^[A-Z]+$/.test(version)) return [];
    const known = [...new Set(pinned(chart))];
    return known.includes(version)
      ? []
      : [`the fleet has ${chart} at ${known.join(', ') || 'no version'}, not ${version}`];
  },
  cases: {
    fails: [
      block('helm install x repository/nothing'),
      ...someChart().flatMap(({ chart }) => [
        block(`helm template x repository/${chart}`),
        block(`helm template x repository/${chart} --version 0.0.1`),
      ]),
    ],
    passes: [
      block('helm repo add argo https://argoproj.github.io/argo-helm'),
      block('helm template RELEASE CHART --repo URL --version VERSION'),
      ...someChart().map(({ chart, version }) =>
        block(`helm template x repository/${chart} --version ${version}`),
      ),
    ],
  },
};

function someChart() {
  return some('Application', ({ json }) => at(json, 'spec.sources') !== undefined).flatMap(({ json }) =>
    (sources.safeParse(at(json, 'spec.sources')).data ?? []).flatMap(({ chart, targetRevision }) =>
      chart === undefined || targetRevision === undefined ? [] : [{ chart, version: targetRevision }],
    ),
  );
}
