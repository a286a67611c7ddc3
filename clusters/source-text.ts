import { readFileSync, statSync } from 'node:fs';
import { readFailure } from './read-failure.ts';

/** A contract file has a few hundred lines. One that is far larger was put there by mistake, and would keep synth busy. */
const MOST_BYTES = 512 * 1024;

const ESCAPE = '\u001B';
const DELETE = '\u007F';

/** Why a file has no text to be parsed. */
export interface NoText {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** The text of a file as it was handed over by a person, a shell or an editor; a byte order mark is not part of it. */
export function readSourceText(path: string): string | NoText {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > MOST_BYTES) {
      const found = (size / 1024 ** 2).toFixed(1);
      return { line: 1, message: `found a file of ${found} MiB, expected at most ${MOST_BYTES / 1024} KiB` };
    }
    bytes = readFileSync(path);
  } catch (error) {
    return { line: 1, message: `found ${readFailure(error)}, expected a readable file` };
  }
  return isUtf16(bytes)
    ? {
        line: 1,
        message:
          'found UTF-16, expected UTF-8. PowerShell writes UTF-16 with > alone: use | Out-File -Encoding utf8',
      }
    : textOf(bytes);
}

function textOf(bytes: Buffer): string | NoText {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const line = lineAt(bytes.toString('utf8'), '\uFFFD');
    return {
      line,
      message: 'found bytes that are not UTF-8, expected UTF-8. Save the file in that encoding',
    };
  }
  const merge = /^(?:<{7}|>{7}) /m.exec(text);
  if (merge !== null) {
    return {
      line: lineAt(text, merge[0]),
      message: 'found the marks of a merge, expected one text. Settle the merge first',
    };
  }
  const control = [...text].find(isControl);
  return control === undefined ? text : { line: lineAt(text, control), message: controlMessage(control) };
}

/** What editors, shells and terminals leave in a text, and no format has; tabs and the ends of lines are not among it. */
function isControl(character: string): boolean {
  return (character < ' ' && !'\t\n\r'.includes(character)) || character === DELETE;
}

function controlMessage(control: string): string {
  if (control === ESCAPE) {
    return 'found the colour codes of a terminal, expected plain text. Terraform prints it with -no-color';
  }
  const code = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `found the control character U+${code}, expected plain text. Take it out`;
}

/** By its mark; without one, by the zeros that every second byte of Latin text then is. */
function isUtf16(bytes: Buffer): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const start = bytes.subarray(0, 64);
  const zeros = start.filter((byte) => byte === 0).length;
  return start.length > 1 && zeros >= Math.floor(start.length / 2) - 1 && zeros > 0;
}

function lineAt(text: string, part: string): number {
  return text.slice(0, Math.max(0, text.indexOf(part))).split('\n').length;
}
