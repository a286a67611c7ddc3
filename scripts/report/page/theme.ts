import { useEffect, useState } from 'preact/hooks';

const KEY = 'fleet-theme';
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

function kept(): Theme {
  try {
    const theme = localStorage.getItem(KEY);
    return THEMES.find((each) => each === theme) ?? 'system';
  } catch {
    // Some browsers keep nothing for pages from disk.
    return 'system';
  }
}

/** The colours that the reader has chosen, kept for the next time where the browser can. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(kept);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Then it counts until the page is closed.
    }
  }, [theme]);
  return [theme, setTheme];
}
