import type { ClusterRule } from '../../rule.ts';

const SNIPPET = /^nginx\.(?:ingress\.kubernetes\.io|org)\/(?:[a-z-]*-snippets?|auth-snippet)$/;
const ingress = (annotation: string) => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop, annotations: { ${annotation} } }
spec: { rules: [{ host: shop.example.com, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }] }
`;

/** A text of configuration that the controller takes as it is. */
export const ingressSnippets: ClusterRule = {
  id: 'ingress-snippet',
  severity: 'warning',
  summary: 'An Ingress that brings configuration of the server as a text',
  breaks:
    'Whoever may write the Ingress can read what the controller can: the Secrets of all namespaces (CVE-2021-25742). Controllers refuse it by default, and then the Ingress is not served.',
  failing: ingress('nginx.ingress.kubernetes.io/configuration-snippet: "more_set_headers \\"X-A: b\\";"'),
  passing: ingress('nginx.ingress.kubernetes.io/proxy-body-size: 8m'),
  *judge(state) {
    for (const resource of state.of('networking.k8s.io/Ingress')) {
      for (const key of Object.keys(resource.annotations)) {
        if (!SNIPPET.test(key)) continue;
        yield {
          resource,
          path: ['metadata', 'annotations', key],
          message: `${key} puts its text into the configuration of the server.`,
          fix: 'Write the annotation that is for it, or set it in the controller for all.',
        };
      }
    }
  },
};
