import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import { at, fieldsAt, listAt, places, text, textAt } from '../../state/read.ts';

const SAMPLE = (value: string) => `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: web, namespace: shop }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
  target: { template: { data: { url: "postgres://web:{{ .${value} | urlquery }}@db:5432/web" } } }
  data: [{ secretKey: password, remoteRef: { key: shop/web } }]
`;

/** A template that reads what nobody fetched cannot be rendered. */
export const templateValueNotFetched: ClusterRule = {
  id: 'template-value-not-fetched',
  severity: 'error',
  summary: 'A template of an ExternalSecret with a value that none of its data brings',
  breaks: 'The Secret is never written, or has <no value> in the place of it.',
  failing: SAMPLE('passwd'),
  passing: SAMPLE('password'),
  *judge(state) {
    for (const resource of state.of('external-secrets.io/ExternalSecret')) {
      const { value } = resource;
      // The old engine has the bytes of each value, under the same names.
      if (listAt(value, 'spec', 'dataFrom').length > 0) continue;
      const fetched = [...places(value, 'spec.data[].secretKey')].flatMap((place) => text(place.value) ?? []);
      const from = ['spec', 'target', 'template', 'data'];
      for (const [key, template] of Object.entries(fieldsAt(value, ...from))) {
        for (const name of valuesIn(text(template) ?? '')) {
          if (fetched.includes(name)) continue;
          yield {
            resource,
            path: [...from, key],
            message: `The template of ${key} reads ${name}, and the data bring ${fetched.join(', ') || 'nothing'}: the Secret ${textAt(at(value, 'spec'), 'target', 'name') ?? resource.name} is never written.`,
            fix: `Write a value that is fetched${didYouMean(name, fetched)}, or add an item with secretKey: ${name} to spec.data.`,
          };
        }
      }
    }
  },
};

/** Fields of the data that a Go template reads: those of a variable, or within a block with a data of its own, are others. */
function valuesIn(template: string): readonly string[] {
  const actions = [...template.matchAll(/\{\{(.*?)\}\}/gs)].map((match) => match[1] ?? '');
  if (actions.some((action) => /^-?\s*(?:range|with|define|block)\b/.test(action))) return [];
  const names = actions.flatMap((action) => {
    const code = action.replaceAll(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '');
    return [...code.matchAll(/(?:^|[\s(|-])\.([A-Za-z_]\w*)/g)].map((match) => match[1] ?? '');
  });
  return [...new Set(names)];
}
