import { z } from 'zod';
import { at } from '../../../manifest-reader.ts';
import type { Command } from '../documents.ts';
import { kubectlOf } from '../kubectl.ts';
import { optionOf } from '../options.ts';
import { block, type Rule } from '../rule.ts';
import { some } from '../samples.ts';
import { clustersOf, objectsOn } from '../tree.ts';

/** Where the options of TLS are, in a container of our own Redis. */
const VARIABLE = '$REDIS_CLI_OPTIONS';
const TLS = ['--tls', '--cacert', '--cert', '--key'];

/** Our servers speak TLS only and ask for a certificate, and nobody but their clients reaches them. */
export const redisCli: Rule = {
  program: '*',
  breaks:
    '“Server closed the connection”, or no route: port 6379 speaks TLS alone, and from inside its pods.',
  judge: (command) => {
    const [program = ''] = command.words;
    if (program === 'redis-cli')
      return [
        'redis-cli reaches our Redis from its own pods only: kubectl exec POD --container redis -- sh -c',
      ];
    if (program !== 'kubectl' || !/\bredis-cli\b/.test(command.text)) return [];
    const given = kubectlOf(command);
    const inner = (given.inner ?? []).join(' ');
    const container = optionOf(given, '--container', '-c');
    return [
      ...(container === undefined ? ['name the container, as the pod may have a proxy too'] : []),
      ...withoutTls(command, inner),
      ...(container === undefined ? [] : withoutOptions(command, container, inner)),
    ];
  },
  cases: {
    fails: [
      block('redis-cli cluster info'),
      ...somewhere().flatMap((exec) => [
        block(`${exec} --container redis -- redis-cli cluster info`),
        block(`${exec} --container redis -- redis-cli ${VARIABLE} cluster info`),
        block(`${exec} --container redis -- sh -c "redis-cli ${VARIABLE} cluster info"`),
        block(`${exec} -- sh -c 'redis-cli ${VARIABLE} cluster info'`),
        block(`${exec} --container redis -- redis-cli --tls cluster info`),
      ]),
    ],
    passes: somewhere().flatMap((exec) => [
      block(`${exec} --container redis -- sh -c 'redis-cli ${VARIABLE} cluster info | head -n 3'`),
      block(
        `${exec} --container redis -- redis-cli --tls --cacert /c/ca.crt --cert /c/tls.crt --key /c/tls.key ping`,
      ),
    ]),
  },
};

function withoutTls({ written }: Command, inner: string): readonly string[] {
  if (TLS.every((option) => inner.includes(option))) return [];
  // In double quotes, or in none, the variable would be that of the reader's own shell.
  const inside = written.some((word) => word.startsWith("'") && word.includes(`redis-cli ${VARIABLE}`));
  return inside && /^(?:ba)?sh -c /.test(inner)
    ? []
    : [`redis-cli needs TLS: sh -c 'redis-cli ${VARIABLE} …', in single quotes`];
}

const template = z.array(
  z.looseObject({ name: z.string(), env: z.array(z.looseObject({ name: z.string() })).default([]) }),
);

function withoutOptions(command: Command, container: string, inner: string): readonly string[] {
  if (!inner.includes(VARIABLE)) return [];
  const { context, targets } = kubectlOf(command);
  const found = clustersOf(context)
    .flatMap((cluster) => objectsOn(cluster))
    .filter(
      ({ kind, name }) =>
        kind === 'StatefulSet' &&
        targets.some((target) => target.name?.replace(/-(?:\d+|\$\w+)$/, '') === name),
    )
    .flatMap(({ json }) => template.safeParse(at(json, 'spec.template.spec.containers')).data ?? []);
  const fits = found.some(
    ({ name, env }) => name === container && env.some((each) => `$${each.name}` === VARIABLE),
  );
  return found.length === 0 || fits ? [] : [`the container ${container} has no ${VARIABLE.slice(1)}`];
}

function somewhere(): readonly string[] {
  return some('StatefulSet', ({ json }) => JSON.stringify(json).includes(VARIABLE.slice(1))).map(
    ({ cluster, namespace, name }) => `kubectl --context ${cluster} --namespace ${namespace} exec ${name}-0`,
  );
}
