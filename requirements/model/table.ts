/** A table of Markdown, its columns padded as the formatter of this repository wants them. */
export function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...lines].map((cells) => cells[column]?.length ?? 0)),
  );
  const padded = [head, widths.map((width) => '-'.repeat(width)), ...lines].map((cells) =>
    cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | '),
  );
  return padded.map((cells) => `| ${cells} |`).join('\n');
}
