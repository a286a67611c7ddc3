/** A NodePool of Karpenter for a sample; the parts are YAML in one line. */
export function nodePool(
  name: string,
  {
    labels = '',
    spec = '',
    further = '',
  }: { readonly labels?: string; readonly spec?: string; readonly further?: string } = {},
): string {
  return `
---
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: { name: ${name} }
spec:
  template:
    metadata: { labels: { ${labels} } }
    spec: { ${spec === '' ? 'expireAfter: 720h' : spec} }
${further === '' ? '' : `  ${further}\n`}`;
}
