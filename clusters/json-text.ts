/**
 * What is in the way of JSON, for a text that does not parse: lines that a program around Terraform has printed, or
 * the other format that Terraform prints. Undefined where it is neither.
 */
export function beforeJson(text: string): { readonly line: number; readonly message: string } | undefined {
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex((line) => line.startsWith('{'));
  if (first < 0) return otherFormat(lines);
  const last = lines.findIndex(
    (line, index) => index >= first && isWhole(lines.slice(first, index + 1), line),
  );
  const beside = lines.findIndex((line, index) => line.trim() !== '' && (index < first || index > last));
  if (last < 0 || beside < 0) return undefined;
  return {
    line: beside + 1,
    message: `found the line ${JSON.stringify(shortened(lines[beside] ?? ''))} beside the JSON, expected JSON alone. A program around Terraform has printed it: take such lines out. The wrapper of setup-terraform prints none with terraform_wrapper: false`,
  };
}

/** Only a line that closes what the first one opens is worth a try. */
function isWhole(lines: readonly string[], last: string): boolean {
  if (!last.startsWith('}') && lines.length > 1) return false;
  try {
    JSON.parse(lines.join('\n'));
    return true;
  } catch {
    return false;
  }
}

function otherFormat(
  lines: readonly string[],
): { readonly line: number; readonly message: string } | undefined {
  const line = lines.findIndex((each) => /^[a-z][a-z0-9_]* = /.test(each));
  if (line < 0) return undefined;
  return {
    line: line + 1,
    message:
      'found what terraform output prints for people, expected JSON. Write the file with terraform output -json',
  };
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
