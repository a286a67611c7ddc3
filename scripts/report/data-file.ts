/** The file of a piece of data, from the folder of the page on. */
export function dataFile(name: string): string {
  return `data/${name}.js`;
}

/**
 * Data as a classic script: a page that is opened from disk may not read files, but it may run scripts. Browsers parse a text of
 * JSON faster than the same as a program.
 */
export function dataScript(name: string, data: unknown): string {
  return `receive(${JSON.stringify(name)}, JSON.parse(${JSON.stringify(JSON.stringify(data))}));\n`;
}
