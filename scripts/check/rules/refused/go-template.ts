/** Words that open a block, which `end` closes. */
const OPENS = /^(?:if|range|with|block|define)\b/;

/** What is wrong with the braces, quotes and blocks of a Go template; nothing where they fit. */
export function templateMistake(text: string): string | undefined {
  let depth = 0;
  let rest = text;
  while (true) {
    const open = rest.indexOf('{{');
    if (open < 0) break;
    const action = actionIn(rest.slice(open + 2));
    if (action === undefined) return 'braces are opened and not closed';
    const words = action.replace(/^-\s|\s-$/g, '').trim();
    if (words === '') return 'braces with nothing in them';
    if (!words.startsWith('/*')) {
      if (OPENS.test(words)) depth += 1;
      if (/^end\b/.test(words)) depth -= 1;
      if (depth < 0) return 'an end without a beginning';
      const parentheses = words.replace(/"(?:\\.|[^"\\])*"|`[^`]*`/g, '');
      if ((parentheses.match(/\(/g) ?? []).length !== (parentheses.match(/\)/g) ?? []).length)
        return `parentheses in ${words}`;
      if (/\|\s*$/.test(words)) return `nothing after the bar in ${words}`;
    }
    rest = rest.slice(open + 2 + action.length + 2);
  }
  if (depth > 0) return 'a block without its end';
  return undefined;
}

/** The text up to the closing braces; quotes may contain braces. */
function actionIn(text: string): string | undefined {
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index] ?? '';
    if (quote !== '') {
      if (letter === '\\' && quote === '"') index += 1;
      else if (letter === quote) quote = '';
      else if (letter === '\n' && quote === '"') return undefined;
    } else if (letter === '"' || letter === '`') quote = letter;
    else if (letter === '}' && text[index + 1] === '}') return text.slice(0, index);
  }
  return undefined;
}
