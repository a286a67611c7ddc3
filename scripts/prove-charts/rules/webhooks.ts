import { z } from 'zod';
import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import { type ClusterState, nameOf, ofKind } from '../cluster-state.ts';
import { permits } from '../network.ts';
import type { Rule } from '../rule.ts';
import { containerPort, servicesOf } from '../services.ts';

const service = z.looseObject({
  name: z.string(),
  namespace: z.string(),
  port: z.number().nullish(),
});
type Callee = z.infer<typeof service>;
const client = z.looseObject({ service: service.nullish() });
const hooks = z.looseObject({ webhooks: z.array(z.looseObject({ clientConfig: client })).nullish() });
const aggregated = z.looseObject({ spec: z.looseObject({ service: service.nullish() }) });
const converted = z.looseObject({
  spec: z.looseObject({
    conversion: z.looseObject({ webhook: z.looseObject({ clientConfig: client }).nullish() }).nullish(),
  }),
});

/** What the API server calls for an object. */
const CALLS: Readonly<Record<string, (object: unknown) => readonly (Callee | null | undefined)[]>> = {
  MutatingWebhookConfiguration: webhooksOf,
  ValidatingWebhookConfiguration: webhooksOf,
  APIService: (object) => [aggregated.parse(object).spec.service],
  CustomResourceDefinition: (object) => [
    converted.parse(object).spec.conversion?.webhook?.clientConfig.service,
  ],
};

function webhooksOf(object: unknown): readonly (Callee | null | undefined)[] {
  return (hooks.parse(object).webhooks ?? []).map(({ clientConfig }) => clientConfig.service);
}

export const webhooks: Rule = {
  name: 'webhooks',
  proves: 'the API server reaches every webhook, conversion and aggregated API from its own subnets',
  judges: (state) =>
    ofKind(state, ...Object.keys(CALLS)).flatMap(({ unit, object }) => {
      const called = (CALLS[object.kind]?.(object) ?? []).filter(
        (each) => each !== null && each !== undefined,
      );
      const problems = new Set(called.flatMap((callee) => problemsOf(state, callee)));
      return [...problems].map((problem) => ({
        unit,
        object: nameOf(object),
        problem,
        instead: 'Let it in with fromControlPlane(cluster, PORT) in `ingress` of the component’s pods.',
      }));
    }),
};

function problemsOf(state: ClusterState, { name, namespace, port }: Callee): readonly string[] {
  const found = servicesOf(state).find((each) => each.name === name && each.namespace === namespace);
  const place = `${namespace}/${name}`;
  if (found === undefined) return [`The API server calls the Service ${place}, which nothing makes.`];
  const wanted =
    port ??
    byDefault(
      'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
      'webhooks[].clientConfig.service.port',
    );
  const opened = found.ports.find((each) => each.port === wanted);
  if (opened === undefined)
    return [`The API server calls port ${wanted} of the Service ${place}, which has no such port.`];
  const { pods = [] } = found;
  if (pods.length === 0) return [`The API server calls the Service ${place}, which selects no pod.`];
  return pods.flatMap((pod) => {
    const number = containerPort(opened, pod);
    if (number === undefined)
      return [
        `The Service ${place} leads to the port ${opened.targetPort} of ${pod.madeBy}, which no container declares.`,
      ];
    const shut = state.facts.controlPlaneCidrs.filter(
      (cidr) => !permits(state, pod, 'ingress', { cidr }, number),
    );
    return shut.length === 0
      ? []
      : [`The API server does not get in to port ${number} of ${pod.madeBy} behind the Service ${place}.`];
  });
}
