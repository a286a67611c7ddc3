import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Patch } from '../../platform/workload/declaration/patch.ts';
import { snippetsOf } from '../../scripts/prove-changes/document.ts';
import { at, one } from '../manifest-reader.ts';
import { web } from '../platform/workload/declarations.ts';
import { renderProduct } from '../render-product.ts';

const page = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8');
const [snippet] = snippetsOf(page).filter(
  ({ heading, language }) => heading === 'Patches' && language === 'ts',
);

test('the patch that the page shows reaches the Deployment as it stands', async () => {
  const code = `export const declared = { ${snippet?.text ?? ''} };`;
  const { declared }: { declared: { patches: readonly Patch[] } } = await import(
    `data:text/javascript,${encodeURIComponent(code)}`
  );
  const objects = renderProduct({ workloads: [web({ patches: declared.patches })] });
  expect(at(one(objects, 'Deployment'), 'spec.template.spec.dnsConfig.options[0].name')).toBe('ndots');
});
