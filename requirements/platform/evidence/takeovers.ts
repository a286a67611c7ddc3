import type { Context } from '../../../platform/unit/unit.ts';
import { isService, workloadsOf } from '../../evidence/members.ts';
import { each, output, rendered } from '../../model/evidence.ts';
import { contains } from '../../model/expected.ts';
import { LINKED } from './members.ts';
import { arnOf } from './outputs.ts';
import { all } from './texts.ts';

/** A public name of another cluster, and the service here that answers for it. */
interface Takeover {
  readonly host: string;
  readonly cluster: string;
  readonly file: string;
}

function takeoversOf(context: Context): readonly Takeover[] {
  return context.cluster.takesOver.flatMap(({ cluster, domain, hosts }) =>
    workloadsOf(context).flatMap(({ declaration, namespace }) =>
      isService(declaration) && hosts.some((host) => host === declaration.exposes?.host)
        ? [
            {
              host: `${declaration.exposes?.host}.${domain}`,
              cluster,
              file: `${declaration.name}/${namespace}/virtualservice-${declaration.name}-public.yaml`,
            },
          ]
        : [],
    ),
  );
}

/**
 * Names that a cluster serves for another one: the certificate, the entry, the policy of the gateway and the routes know
 * them at rest, so that DNS alone has to move.
 */
export const servedForOthers = each(
  {
    says: 'each name of another cluster that may be taken over',
    about: ['video-service', 'streaming', ...LINKED],
    members: (context) => takeoversOf(context).map(({ host }) => host),
  },
  (name, context) => {
    const one = takeoversOf(context).find(({ host }) => host === name);
    if (one === undefined) return [];
    const certificate = context.cluster.terraform.takeoverCertificateArns[one.cluster] ?? 'none';
    return [
      rendered('ingress/istio-system/ingress-public.yaml')({
        'spec.rules[*].host': contains(name),
        'metadata.annotations["alb.ingress.kubernetes.io/certificate-arn"]': all(certificate),
      }),
      output('takeover_certificate_arns', { [`["${one.cluster}"]`]: arnOf('acm') }),
      rendered('ingress/istio-system/authorizationpolicy-allow-exposed-hosts.yaml')({
        'spec.rules[0].to[0].operation.hosts': contains(name),
      }),
      rendered(one.file)({
        'spec.hosts': contains(name),
        'spec.gateways': contains('istio-system/public-gateway'),
      }),
    ];
  },
);
