/** Whom GitHub asks about a path: those of the last line of CODEOWNERS that matches it, which may be nobody. */
export function ownersOf(path: string, text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  const [, ...owners] =
    lines.findLast(([pattern = '']) => pattern !== '' && ownerPatternMatches(pattern, path)) ?? [];
  return owners;
}

/** The patterns of a .gitignore file, but for `!` and `[ ]`, which CODEOWNERS does not have. */
export function ownerPatternMatches(pattern: string, path: string): boolean {
  const parts = pattern.split(/(\*\*\/|\*\*|\*|\?)/).map((part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    return part.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  const anchored = pattern.replace(/\/$/, '').includes('/');
  // A folder is everything in it; `docs/*` is only what stands there itself.
  const end = pattern.endsWith('/') ? '.*' : anchored && pattern.endsWith('*') ? '' : '(?:/.*)?';
  return RegExp(`^${anchored ? '' : '(?:.*/)?'}${parts.join('').replace(/^\//, '')}${end}$`).test(path);
}
