import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A path of the repository as the compiler wants it. */
export function inRepository(file: string): string {
  return join(ROOT, file);
}

/**
 * What the compiler knows of some files of the repository, with its own options.
 *
 * @param written files that exist for the compiler alone, by their path
 */
export function compiled(files: readonly string[], written: Readonly<Record<string, string>> = {}) {
  const options = repositoryOptions();
  const host = ts.createCompilerHost(options, true);
  const { fileExists, readFile, getSourceFile } = host;
  const texts = new Map(Object.entries(written).map(([file, text]) => [inRepository(file), text]));
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.readFile = (file) => texts.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...more) => {
    const text = texts.get(file);
    return text === undefined
      ? getSourceFile(file, version, ...more)
      : ts.createSourceFile(file, text, version, true);
  };
  return ts.createProgram({
    rootNames: [...files, ...Object.keys(written)].map(inRepository),
    options,
    host,
  });
}

function repositoryOptions(): ts.CompilerOptions {
  const file = inRepository('tsconfig.json');
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, dirname(file)).options;
}
