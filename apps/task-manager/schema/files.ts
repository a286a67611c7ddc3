import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('./', import.meta.url);

/** The SQL of this folder by file name: what the database of the task manager looks like. */
export const schemaFiles: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')]),
);
