import { argumentsOf, optionOf } from '../options.ts';
import { block, type Rule } from '../rule.ts';

/** Commands that ask one proxy, and so need its pod or workload with a namespace. */
const OF_A_PROXY: ReadonlySet<string> = new Set(['proxy-config', 'pc']);
const KNOWN: ReadonlySet<string> = new Set([
  'analyze',
  'proxy-config',
  'pc',
  'proxy-status',
  'ps',
  'tag',
  'version',
  'experimental',
  'x',
  'validate',
]);
const SWITCHES: ReadonlySet<string> = new Set([
  '-A',
  '--all-namespaces',
  '--use-kube',
  '--remote',
  '--short',
  '--verbose',
]);

export const istioctlCommands: Rule = {
  program: 'istioctl',
  breaks: '“no such pod”, or the proxies of the cluster where the reader was last.',
  judge: ({ words, inBlock }) => {
    const given = argumentsOf(words.slice(1), (option) => SWITCHES.has(option));
    const [command = '', ...rest] = given.plain;
    if (!KNOWN.has(command))
      return [`no rule knows istioctl ${command}: add it to test/docs/commands/rules/istioctl.ts`];
    const context = optionOf(given, '--context');
    const namespace = optionOf(given, '--namespace', '-n');
    return [
      ...(context === undefined && inBlock ? ['names no --context'] : []),
      ...(OF_A_PROXY.has(command) && rest.length < 2
        ? [`istioctl ${command} needs a part (cluster, endpoints, listener, secret…) and a pod`]
        : []),
      ...(OF_A_PROXY.has(command) && namespace === undefined && !(rest[1] ?? '').includes('.')
        ? [`istioctl ${command} needs the namespace of the pod`]
        : []),
    ];
  },
  cases: {
    fails: [
      'istioctl proxy-config secret deploy/$UNIT -n $NAMESPACE',
      'istioctl --context $CLUSTER proxy-config secret deploy/$UNIT',
      'istioctl --context $CLUSTER proxy-config secret -n $NAMESPACE',
      'istioctl --context $CLUSTER proxy-conf secret deploy/$UNIT -n $NAMESPACE',
    ].map((command) => block(command)),
    passes: [
      'istioctl --context $CLUSTER proxy-config secret deploy/$UNIT -n $NAMESPACE',
      'istioctl --context $CLUSTER analyze -A',
    ].map((command) => block(command)),
  },
};
