import { podsOf } from '../pods.ts';
import type { Rule } from '../rule.ts';

/** An image that a program is told to start other containers with. */
const PUBLIC =
  /(?:^|[=\s"',])((?:docker\.io|ghcr\.io|quay\.io|gcr\.io|[a-z.-]*registry\.k8s\.io|public\.ecr\.aws|mcr\.microsoft\.com|registry\.istio\.io)\/[\w./-]+(?:[:@][\w.:-]+)?)/g;

export const images: Rule = {
  name: 'images',
  proves: 'every image of a chart comes from our own registry, those that a program starts included',
  judges: (state) =>
    podsOf(state)
      .filter(({ from }) => from === 'chart')
      .flatMap(({ unit, madeBy, containers }) => {
        const foreign = containers.flatMap(({ name, image = '', args, command, env }) => [
          ...(image.startsWith(`${state.facts.registry}/`)
            ? []
            : [`The container ${name} runs ${image === '' ? 'no image' : image}`]),
          ...[...(args ?? []), ...(command ?? []), ...(env ?? []).map(({ value }) => value ?? '')].flatMap(
            (text) =>
              [...text.matchAll(PUBLIC)].map(
                ([, found]) => `The container ${name} is told to start ${found}`,
              ),
          ),
        ]);
        return [...new Set(foreign)].map((problem) => ({
          unit,
          object: madeBy,
          problem: `${problem}, which is not from the registry of the cluster: an outage there stops a scale-up.`,
          instead:
            'Set its registry or repository in the values with cached(cluster, …) of kit/image-registry.ts.',
        }));
      }),
};
