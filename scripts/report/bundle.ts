import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The program and the style of the page, each in one file that needs nothing else. */
export async function bundlePage(): Promise<{ readonly script: string; readonly style: string }> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./page/main.tsx', import.meta.url))],
    outfile: 'page.js',
    write: false,
    bundle: true,
    minify: true,
    // A page from disk may run no module.
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'inline',
  });
  const textOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}
