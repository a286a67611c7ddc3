import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Compiled {
  readonly javascript: string;
  readonly declarations: string;
}

/**
 * Compiles generated sources in one program, without comments and source maps.
 * @throws Error with TypeScript's messages
 */
export function compile(sources: ReadonlyMap<string, string>): Map<string, Compiled> {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    declaration: true,
    removeComments: true,
    strict: true,
    skipLibCheck: true,
    types: [],
    newLine: ts.NewLineKind.LineFeed,
  };
  // The files stand where their packages will stand, so that imports resolve alike, but only in memory.
  const virtual = new Map(
    [...sources].map(([name, text]) => [join(ROOT, 'imports', name, 'index.mts'), text]),
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.getSourceFile = (path, ...rest) => {
    const text = virtual.get(path);
    return text === undefined ? getSourceFile(path, ...rest) : ts.createSourceFile(path, text, rest[0]);
  };
  const written = new Map<string, string>();
  host.writeFile = (path, text) => written.set(path, text);
  const program = ts.createProgram([...virtual.keys()], options, host);
  const { diagnostics } = program.emit();
  const errors = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (errors.length > 0) throw new Error(ts.formatDiagnostics(errors.slice(0, 10), host));
  return new Map(
    [...sources.keys()].map((name) => {
      const path = join(ROOT, 'imports', name, 'index');
      const javascript = written.get(`${path}.mjs`);
      const declarations = written.get(`${path}.d.mts`);
      if (javascript === undefined || declarations === undefined)
        throw new Error(`nothing emitted for ${name}`);
      return [name, { javascript, declarations }];
    }),
  );
}
