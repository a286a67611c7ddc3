import { output, rendered } from '../../../scripts/rows/evidence.ts';
import { matching } from '../../../scripts/rows/expected.ts';
import { done, open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const stack: Section<Row> = {
  title: 'Streaming: stack and responsibilities',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    open('S0-01', 'D', '', 'Not answered yet.'),
    open('S0-02', 'T', '', 'Not answered yet.'),
    open('S0-03', 'K', '', 'Not answered yet.'),
    open('S0-04', 'K', '', 'Not answered yet.'),
    open('S0-05', 'K', '', 'Not answered yet.'),
    open('S0-06', 'K', '', 'Not answered yet.'),
    open('S0-07', 'K', '', 'Not answered yet.'),
    open('S0-08', 'K', '', 'Not answered yet.'),
    open('S0-09', 'K', '', 'Not answered yet.'),
    open('S0-10', 'K', '', 'Not answered yet.'),
    open('S0-11', 'K', '', 'Not answered yet.'),
    done(
      'S0-12',
      'K',
      'A load balancer before each cluster',
      rendered('ingress/istio-system/ingress-public.yaml')({
        'spec.ingressClassName': 'alb',
        'spec.rules[0].http.paths[0].backend.service': {
          name: 'istio-ingressgateway',
          port: { number: 443 },
        },
        'metadata.annotations["alb.ingress.kubernetes.io/ssl-redirect"]': '443',
        'metadata.annotations["alb.ingress.kubernetes.io/wafv2-acl-arn"]':
          matching(/webacl\/prod-\w+-public\//),
      }),
    ),
    done(
      'S0-13',
      'T',
      'Its certificate and web ACL',
      output('alb_public_certificate_arn'),
      output('waf_public_acl_arn'),
    ),
    open('S0-14', 'K', '', 'Not answered yet.'),
    open('S0-15', 'K', '', 'Not answered yet.'),
    open('S0-16', 'K', '', 'Not answered yet.'),
    open('S0-17', 'K', '', 'Not answered yet.'),
    open('S0-18', 'K', '', 'Not answered yet.'),
    open('S0-19', 'K', '', 'Not answered yet.'),
    open('S0-20', 'T', '', 'Not answered yet.'),
    open('S0-21', 'C', '', 'Not answered yet.'),
    open('S0-22', 'K', '', 'Not answered yet.'),
    open('S0-23', 'T', '', 'Not answered yet.'),
    open('S0-24', 'K', '', 'Not answered yet.'),
    open('S0-25', 'D', '', 'Not answered yet.'),
    open('S0-26', 'C', '', 'Not answered yet.'),
    open('S0-27', 'C', '', 'Not answered yet.'),
  ],
};
